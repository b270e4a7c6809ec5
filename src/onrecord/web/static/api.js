// Shows the description of the interface for programs, by Swagger UI, from this server alone.
SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#described",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  // Its validator is somebody else's site.
  validatorUrl: null,
});
