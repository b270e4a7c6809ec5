"""The interface for programs: everything that the pages show and take, as JSON, at ``/api/v1``."""
