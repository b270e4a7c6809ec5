// The graph of the system. Its table stands on the same page for whoever does without.
"use strict";

(async () => {
  const place = document.getElementById("graph");
  const panel = document.getElementById("panel");
  if (!place) return;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const COLOURS = { 1: "--for", 0: "--neutral", "-1": "--against" };
  const LINES = { 1: "solid", 0: "dotted", "-1": "dashed" };

  const answer = await fetch(place.dataset.from + (place.dataset.from.includes("?") ? "&" : "?") + drawn());
  if (!answer.ok) return;
  const given = await answer.json();
  const tie = (from, to) => `${given.tie}${given.tie.includes("?") ? "&" : "?"}${new URLSearchParams({ from, to })}`;
  const found = {
    actors: given.actors,
    edges: given.edges.map(([from, to, sign, past, documents, first]) => {
      const ends = { from: given.actors[from].id, to: given.actors[to].id };
      return { ...ends, sign, past, documents, first, address: tie(ends.from, ends.to) };
    }),
  };
  const large = found.edges.length > 400;
  const most = Math.max(...found.edges.map((edge) => edge.documents));

  function drawn() {
    const chosen = document.getElementById("s-drawn");
    return new URLSearchParams({ drawn: chosen.value });
  }

  const degree = {};
  for (const edge of found.edges) for (const end of [edge.from, edge.to]) degree[end] = (degree[end] || 0) + edge.documents;
  const busiest = Math.max(...Object.values(degree));

  const elements = [
    ...found.actors.map((actor) => ({
      data: { id: actor.id, name: actor.name, size: 14 + 26 * Math.sqrt(degree[actor.id] / busiest) },
    })),
    ...found.edges.map((edge, n) => ({
      data: { id: `tie ${n}`, source: edge.from, target: edge.to, width: 1.5 + 5 * (edge.documents / most), ...edge },
    })),
  ];

  function style() {
    const name = {
      label: "data(name)", "font-size": 15, "text-valign": "bottom", "text-margin-y": 4, color: colour("--ink"),
      "text-outline-color": colour("--paper"), "text-outline-width": 2, "min-zoomed-font-size": large ? 9 : 6,
      "text-max-width": 170, "text-wrap": "ellipsis", "font-family": getComputedStyle(document.body).fontFamily,
    };
    return [
      { selector: "node", style: { width: "data(size)", height: "data(size)", "background-color": colour("--strong"), ...name } },
      { selector: "edge", style: { width: "data(width)", "curve-style": large ? "haystack" : "bezier", opacity: 0.85 } },
      ...Object.entries(COLOURS).map(([sign, from]) => ({
        selector: `edge[sign = ${sign}]`,
        style: {
          "line-color": colour(from), "target-arrow-color": colour(from), "line-style": LINES[sign],
          "target-arrow-shape": large ? "none" : "triangle",
        },
      })),
      { selector: "edge[past = 1]", style: { opacity: 0.55 } },
      { selector: ".aside", style: { opacity: 0.12, "text-opacity": 0.12 } },
      { selector: ".out", style: { display: "none" } },
      { selector: "edge.chosen", style: { "underlay-color": colour("--sought"), "underlay-opacity": 0.9, "underlay-padding": 5 } },
    ];
  }

  const layout = large
    ? { name: "concentric", concentric: (node) => node.degree(), levelWidth: () => 6, minNodeSpacing: 12, animate: false }
    : {
        name: "cose", animate: false, randomize: true, numIter: 1500, padding: 30, nodeOverlap: 30, componentSpacing: 60,
        idealEdgeLength: () => 110, nodeRepulsion: () => 60000, gravity: 0.4,
      };

  // The same system is laid out the same way each time: chance is drawn from a seed.
  const random = Math.random;
  let seed = 7;
  Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const graph = cytoscape({
    container: place, elements, style: style(), layout, minZoom: 0.1, maxZoom: 4,
    ...(large ? { textureOnViewport: true, hideEdgesOnViewport: false, pixelRatio: 1, hideLabelsOnViewport: true } : {}),
  });
  Math.random = random;
  place.graph = graph;

  // -- what is shown of it

  const days = found.edges.map((edge) => edge.first).filter(Boolean).sort();
  const weight = document.getElementById("g-weight");
  const until = document.getElementById("g-until");
  if (days.length && days[0] !== days[days.length - 1]) until.closest(".when").hidden = false;
  const first = Date.parse(days[0]);
  const last = Date.parse(days[days.length - 1]);
  const day = () => new Date(first + (last - first) * (until.value / 100)).toISOString().slice(0, 10);

  function narrow() {
    const signs = [...document.querySelectorAll("[data-sign]")].filter((box) => box.checked).map((box) => +box.dataset.sign);
    const least = +weight.value;
    const limit = until.closest(".when").hidden || +until.value === 100 ? null : day();
    document.getElementById("g-weight-out").value = least;
    document.getElementById("g-until-out").value = days.length ? day() : "";
    graph.batch(() => {
      graph.edges().forEach((edge) => {
        const tie = edge.data();
        const shown = signs.includes(tie.sign) && tie.documents >= least && (!limit || (tie.first && tie.first <= limit));
        edge.toggleClass("out", !shown);
      });
      graph.nodes().forEach((node) => node.toggleClass("out", node.connectedEdges().every((edge) => edge.hasClass("out"))));
    });
  }
  document.querySelectorAll("[data-sign], #g-weight, #g-until").forEach((tool) => tool.addEventListener("input", narrow));
  if (days.length) document.getElementById("g-until-out").value = day();
  document.getElementById("g-fit").addEventListener("click", () => graph.fit(undefined, 30));

  // -- what is told of it

  const near = (node) => node.closedNeighborhood();
  graph.on("mouseover", "node", (event) => {
    if (large) return;
    graph.elements().not(near(event.target)).addClass("aside");
    place.title = event.target.data("name");
  });
  graph.on("mouseover", "edge", (event) => {
    const tie = event.target.data();
    const name = (id) => graph.getElementById(id).data("name");
    place.title = `${name(tie.source)} → ${name(tie.target)}: ${tie.documents} document(s)`;
  });
  graph.on("mouseout", () => {
    graph.elements(".aside").removeClass("aside");
    place.removeAttribute("title");
  });
  graph.on("tap", "edge", (event) => open(event.target.data("address")));
  graph.on("dbltap", "node", (event) => location.assign(`/actor?${new URLSearchParams({ name: event.target.id() })}`));

  async function open(address) {
    const words = await fetch(`${address}&panel=yes`);
    if (!words.ok) return location.assign(address);
    panel.replaceChildren(...new DOMParser().parseFromString(await words.text(), "text/html").body.childNodes);
    panel.hidden = false;
    const ends = new URL(address, location.href).searchParams;
    const chosen = (edge) => edge.data("from") === ends.get("from") && edge.data("to") === ends.get("to");
    graph.edges().removeClass("chosen").filter(chosen).addClass("chosen");
    graph.resize();
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-tie]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.getAttribute("href"));
    place.scrollIntoView({ block: "start" });
  });
  new MutationObserver(() => {
    if (panel.hidden) graph.edges().removeClass("chosen");
    graph.resize();
  }).observe(panel, { attributes: true, attributeFilter: ["hidden"] });

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.style(style()));
  place.dataset.ready = "yes";
})();
