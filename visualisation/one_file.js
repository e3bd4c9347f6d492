"use strict";
// Draws what the data block holds. Every text is set as text, never as markup.
const drawn = JSON.parse(document.getElementById("network").textContent);
const place = document.getElementById("picture");
const network = new vis.Network(
  place,
  { nodes: new vis.DataSet(drawn.nodes), edges: new vis.DataSet(drawn.edges) },
  drawn.options,
);
const facts = document.getElementById("facts-list");
const head = document.getElementById("facts-head");
const show = (id) => {
  head.textContent = drawn.names[id] || "";
  facts.replaceChildren(...(drawn.facts[id] || []).map((said) => {
    const item = document.createElement("li");
    item.textContent = said;
    return item;
  }));
};
network.on("selectNode", (event) => show(event.nodes[0]));
network.once("afterDrawing", () => { place.dataset.drawn = "yes"; });
