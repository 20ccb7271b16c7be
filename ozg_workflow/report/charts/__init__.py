"""The charts of the cockpit: pure functions return Vega-Lite specifications, `render` draws them."""
