"""IIIF: pictures part by part (Image API) and items as manifests (Presentation API)."""
