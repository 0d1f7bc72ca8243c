/* Drawing a collection area: corners set on a plain grid become GeoJSON in the form's text. */
(() => {
  "use strict";

  const box = document.querySelector("[data-area-map]");
  if (!box || !window.L) return;
  const { L } = window;
  const text = document.querySelector(box.dataset.into);
  const said = box.querySelector("[data-area-said]");
  const ink = getComputedStyle(document.documentElement);
  const leaf = ink.getPropertyValue("--leaf").trim() || "#2f5d3a";
  const grey = ink.getPropertyValue("--line-strong").trim() || "#888888";
  let corners = [];

  box.hidden = false;
  const map = L.map(box.querySelector("[data-area-canvas]"), {
    attributionControl: false, zoomControl: false, worldCopyJump: false, maxZoom: 20, minZoom: 1,
  });
  const grid = L.layerGroup().addTo(map);
  const drawing = L.layerGroup().addTo(map);

  function step(span) {
    return [30, 10, 5, 1, 0.5, 0.1, 0.05, 0.01, 0.005, 0.001].find((one) => span / one >= 3) || 0.001;
  }

  function drawGrid() {
    grid.clearLayers();
    const seen = map.getBounds();
    const width = step(seen.getEast() - seen.getWest());
    const line = { color: grey, weight: 0.5, interactive: false };
    for (let i = Math.floor(seen.getWest() / width); i * width <= seen.getEast(); i += 1) {
      L.polyline([[-85, i * width], [85, i * width]], line).addTo(grid);
    }
    for (let i = Math.floor(seen.getSouth() / width); i * width <= seen.getNorth(); i += 1) {
      L.polyline([[i * width, -360], [i * width, 360]], line).addTo(grid);
    }
  }

  function closed() {
    return [...corners, corners[0]].map(([lat, lon]) => [lon, lat]);
  }

  function geometry() {
    if (corners.length === 0) return "";
    if (corners.length < 3) {
      return JSON.stringify({ type: "Point", coordinates: [corners[0][1], corners[0][0]] });
    }
    return JSON.stringify({ type: "Polygon", coordinates: [closed()] });
  }

  function draw() {
    drawing.clearLayers();
    if (corners.length > 1) L.polygon(corners, { color: leaf, weight: 2 }).addTo(drawing);
    corners.forEach((corner) => {
      L.circleMarker(corner, { radius: 6, color: leaf, fillOpacity: 1 }).addTo(drawing);
    });
    said.textContent = `${corners.length} ${said.dataset.points}`;
  }

  function changed() {
    draw();
    text.value = geometry();
  }

  function add(lat, lon) {
    corners.push([Number(lat.toFixed(7)), Number(lon.toFixed(7))]);
    changed();
  }

  function read() {
    let shape;
    try { shape = JSON.parse(text.value); } catch { return; }
    if (shape.type === "FeatureCollection") [shape] = shape.features || [];
    if (shape && shape.type === "Feature") shape = shape.geometry;
    drawing.clearLayers();
    try {
      const ring = shape.type === "Polygon" && shape.coordinates.length === 1
        ? shape.coordinates[0].slice(0, -1) : null;
      corners = shape.type === "Point" ? [shape.coordinates] : (ring || []);
      corners = corners.map(([lon, lat]) => [lat, lon]);
      if (corners.length) draw();
      else L.geoJSON(shape, { style: { color: leaf } }).addTo(drawing);
    } catch { corners = []; }
  }

  function look(layers) {
    const seen = L.latLngBounds([]);
    layers.forEach((layer) => layer.eachLayer((one) => {
      seen.extend(one.getBounds ? one.getBounds() : one.getLatLng());
    }));
    if (seen.isValid()) map.fitBounds(seen.pad(0.4), { maxZoom: 16 });
    return seen.isValid();
  }

  const neighbours = L.layerGroup().addTo(map);
  JSON.parse(box.dataset.neighbours || "[]").forEach((shape) => {
    L.geoJSON(shape, {
      interactive: false,
      style: { color: grey, weight: 1, fillOpacity: 0.3 },
      pointToLayer: (_, place) => L.circleMarker(place, { radius: 5, color: grey }),
    }).eachLayer((one) => neighbours.addLayer(one));
  });

  map.setView([20, 20], 2);
  map.on("moveend", drawGrid);
  drawGrid();
  read();
  if (!look([drawing])) look([neighbours]);

  map.on("click", (event) => add(event.latlng.lat, event.latlng.lng));
  // While typing, not on leaving: the page must not move under a press of the button.
  text.addEventListener("input", () => { read(); look([drawing]); });
  box.querySelector("[data-area-undo]").addEventListener("click", () => { corners.pop(); changed(); });
  box.querySelector("[data-area-clear]").addEventListener("click", () => { corners = []; changed(); });
  box.querySelectorAll("[data-area-zoom]").forEach((button) => {
    button.addEventListener("click", () => map.zoomIn(Number(button.dataset.areaZoom)));
  });
  const here = box.querySelector("[data-area-here]");
  here.hidden = !("geolocation" in navigator);
  here.addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => { add(coords.latitude, coords.longitude); look([drawing]); },
    () => { said.textContent = said.dataset.failed; },
    { enableHighAccuracy: true, timeout: 20000 },
  ));
  const file = document.querySelector("#f-geometry_file");
  if (file) {
    file.addEventListener("change", async () => {
      if (!file.files.length) return;
      text.value = await file.files[0].text();
      read();
      look([drawing]);
    });
  }
})();
