// The search page: the question stands in its address.
import { mount } from "./panel.js";

const place = document.getElementById("r:search-here");
const asked = (query) => history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
const input = mount(place, { asked });
const query = new URLSearchParams(location.search).get("q");
if (query) {
  input.value = query;
  input.dispatchEvent(new Event("input"));
}
input.focus();
