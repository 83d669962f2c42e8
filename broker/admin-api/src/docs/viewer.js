// Shows the OpenAPI document of the broker that serves this page, and tries its methods. It loads nothing from elsewhere, and puts
// what it was told into the page as text only.
"use strict";

/** An element with attributes and children; strings become text. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

const byId = (id) => document.getElementById(id);
const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

/** A line with `code` in it. */
function line(text) {
  return text.split("`").map((part, at) => (at % 2 ? element("code", {}, part) : part));
}

/** The little of Markdown that the document uses: headings, tables, paragraphs, code. */
function markdown(text) {
  return text.trim().split("\n\n").map((block) => {
    const heading = block.match(/^## (.*)$/);
    if (heading) return element("h2", { id: slug(heading[1]) }, heading[1]);
    if (!block.startsWith("|")) return element("p", {}, ...line(block));
    const rows = block.split("\n").filter((row) => !/^[|-]+$/.test(row))
      .map((row) => row.split("|").slice(1, -1).map((cell) => cell.trim()));
    return element("table", {}, ...rows.map((cells, at) => element("tr",
      { id: at ? `reason-${slug(cells[0])}` : undefined },
      ...cells.map((cell) => element(at ? "td" : "th", {}, ...line(cell))))));
  });
}

/** What a schema is, in a few words. */
function typeOf(api, schema) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.anyOf) return typeOf(api, schema.anyOf[0]);
  const types = [schema.type].flat().filter((type) => type !== "null");
  if (types[0] === "array") return `list of ${typeOf(api, schema.items)}`;
  const limits = schema.maximum && schema.maximum < 1e9 ? `, ${schema.minimum ?? 0} to ${schema.maximum}` : "";
  return (schema.enum ? schema.enum.join(" | ") : types[0] ?? "any") + (schema.format ? ` (${schema.format})` : "") + limits;
}

/** The schema that a reference or a choice stands for. */
function resolve(api, schema) {
  for (let steps = 0; schema && (schema.$ref || schema.anyOf) && steps < 8; steps += 1) {
    schema = schema.anyOf ? schema.anyOf[0] : api.components.schemas[schema.$ref.split("/").pop()];
  }
  return schema ?? {};
}

/** A body with every required field, and every other in the first level. */
function example(api, schema, depth = 0) {
  const known = resolve(api, schema);
  const type = [known.type].flat()[0];
  if (known.enum) return known.enum[1] ?? known.enum[0];
  if (type === "array") return depth < 3 ? [example(api, known.items, depth + 1)] : [];
  if (type === "object") {
    const body = {};
    for (const [name, field] of Object.entries(known.properties ?? {})) {
      const required = (known.required ?? []).includes(name);
      if (required || (depth === 0 && !known.required)) body[name] = example(api, field, depth + 1);
    }
    return body;
  }
  return { string: "", boolean: false, integer: 0, number: 0 }[type] ?? null;
}

/** The fields of a message, and of the messages in it. */
function fields(api, schema, depth = 0) {
  const known = resolve(api, schema);
  if (!known.properties || depth > 3) return undefined;
  const rows = Object.entries(known.properties).map(([name, field]) => element("tr", {},
    element("td", {}, element("code", {}, name)),
    element("td", { class: "soft" }, typeOf(api, field)),
    element("td", {}, ...line(field.description ?? ""), ...nested(api, field, depth))));
  return element("table", {}, ...rows);
}

function nested(api, field, depth) {
  const item = [field.type].flat()[0] === "array" ? field.items : field;
  const target = resolve(api, item);
  if (!target.properties) return [];
  const shown = element("details", {}, element("summary", { class: "soft" }, "its fields"));
  shown.addEventListener("toggle", () => {
    if (shown.children.length === 1) shown.append(fields(api, item, depth + 1) ?? "…");
  });
  return [shown];
}

function sample({ label, source }) {
  const copy = element("button", { type: "button", onclick: async () => {
    await navigator.clipboard?.writeText(source);
    copy.textContent = "copied";
  } }, "copy");
  return element("div", {}, element("span", { class: "soft" }, `${label} `), copy, element("pre", {}, source));
}

/** Inputs for the parameters; the ones that are empty are not sent. */
function inputs(api, operation) {
  return operation.parameters.map((parameter) => ({
    parameter,
    input: element("input", { "aria-label": parameter.name, placeholder: parameter.required ? "required" : "" }),
  }));
}

function address(path, values) {
  const query = new URLSearchParams();
  for (const { parameter, input } of values) {
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    if (parameter.in !== "query" || input.value === "") continue;
    const several = parameter.schema.type === "array" ? input.value.split(",") : [input.value];
    several.forEach((value) => query.append(parameter.name, value.trim()));
  }
  return path.replace(/^\//, "") + (query.size ? `?${query}` : "");
}

/** Sends the request and shows what comes, piece by piece; a stream until it is stopped. */
async function send(verb, path, values, body, output, stop) {
  const headers = { authorization: `Bearer ${byId("token").value}` };
  // What changes something is taken from a page only if it is sent as JSON.
  if (body || verb !== "get") headers["content-type"] = "application/json";
  for (const { parameter, input } of values) {
    if (parameter.in === "header" && input.value) headers[parameter.name] = input.value;
  }
  output.textContent = "…";
  try {
    const answer = await fetch(address(path, values), { method: verb.toUpperCase(), headers, body: body?.value, signal: stop });
    output.textContent = `${answer.status} ${answer.statusText}\nx-request-id: ${answer.headers.get("x-request-id")}\n\n`;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      output.textContent = (output.textContent + read.value).slice(-65536);
    }
    const [head, json] = output.textContent.split("\n\n", 2);
    if (answer.headers.get("content-type")?.includes("json")) {
      output.textContent = `${head}\n\n${JSON.stringify(JSON.parse(json), null, 2)}`;
    }
  } catch (error) {
    output.append(`\n${error.name === "AbortError" ? "stopped" : error.message}`);
  }
}

function trial(api, verb, path, operation) {
  const values = inputs(api, operation);
  const schema = operation.requestBody?.content["application/json"].schema;
  const body = schema && element("textarea", { rows: 8, "aria-label": "body" });
  if (body) body.value = JSON.stringify(example(api, schema), null, 2);
  const output = element("pre", { hidden: "" });
  let running;
  const go = element("button", { type: "submit", class: "try" }, "Try it");
  const stop = element("button", { type: "button", onclick: () => running?.abort() }, "Stop");
  const form = element("form", { onsubmit: (event) => {
    event.preventDefault();
    running?.abort();
    running = new AbortController();
    output.hidden = false;
    send(verb, path, values, body, output, running.signal);
  } });
  const rows = values.map(({ parameter, input }) => element("tr", {},
    element("td", {}, element("code", {}, parameter.name), element("div", { class: "soft" }, parameter.in)),
    element("td", {}, input, element("div", { class: "soft" }, typeOf(api, parameter.schema))),
    element("td", {}, ...line(parameter.description ?? ""))));
  if (rows.length) form.append(element("h3", {}, "Parameters"), element("table", {}, ...rows));
  if (body) form.append(element("h3", {}, "Body"), body, fields(api, schema) ?? "");
  form.append(element("p", {}, go, " ", operation["x-gmqtt-stream"] ? stop : "", " ",
    element("span", { class: "soft needs-token" }, "needs a token")), output);
  return form;
}

function content(api, verb, path, operation) {
  const answers = operation.responses["200"].content;
  const schema = Object.values(answers)[0].schema;
  return element("div", {},
    ...markdown(operation.description ?? ""),
    trial(api, verb, path, operation),
    element("h3", {}, `Answer: ${Object.keys(answers).join(", ")}`),
    fields(api, schema) ?? element("p", {}, element("code", {}, "{}")),
    element("h3", {}, "From a shell"), ...operation["x-codeSamples"].map(sample));
}

function method(api, verb, path, operation) {
  const shown = element("details", { class: "method", id: operation.operationId },
    element("summary", {}, element("span", { class: `verb ${verb}` }, verb.toUpperCase()),
      element("span", { class: "path" }, path), element("span", {}, operation.summary),
      element("span", { class: "role" }, operation["x-gmqtt-role"] ?? "everybody")));
  shown.addEventListener("toggle", () => {
    if (shown.children.length > 1) return;
    shown.append(content(api, verb, path, operation));
    withToken();
  });
  return shown;
}

/** Only who has a token can try a method. */
function withToken() {
  const without = byId("token").value === "";
  document.querySelectorAll("button.try").forEach((button) => { button.disabled = without; });
  document.querySelectorAll(".needs-token").forEach((hint) => { hint.hidden = !without; });
}

function openTarget() {
  const target = byId(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
  target?.scrollIntoView();
}

function search() {
  const words = byId("search").value.toLowerCase();
  document.querySelectorAll("#index a").forEach((link) => {
    link.hidden = !link.dataset.text.includes(words);
    byId(link.hash.slice(1)).hidden = link.hidden;
  });
}

function show(api) {
  byId("version").textContent = api.info.version;
  byId("about").append(...markdown(api.info.description));
  const methods = byId("methods");
  methods.replaceChildren();
  for (const tag of api.tags) {
    methods.append(element("h2", { id: slug(tag.name) }, tag.name), element("p", {}, ...line(tag.description)));
    byId("index").append(element("h2", {}, tag.name));
    for (const [path, operations] of Object.entries(api.paths)) {
      for (const [verb, operation] of Object.entries(operations)) {
        if (operation.tags[0] !== tag.name) continue;
        methods.append(method(api, verb, path, operation));
        const text = `${verb} ${path} ${operation.summary}`;
        byId("index").append(element("a", { href: `#${operation.operationId}`, "data-text": text.toLowerCase(), title: text }, operation.summary));
      }
    }
  }
  withToken();
  openTarget();
}

byId("search").addEventListener("input", search);
byId("token").addEventListener("input", withToken);
byId("credentials").addEventListener("submit", (event) => event.preventDefault());
addEventListener("hashchange", openTarget);
fetch("openapi.json").then((answer) => answer.json()).then(show).catch((error) => {
  byId("methods").textContent = `The document could not be loaded: ${error.message}`;
});
