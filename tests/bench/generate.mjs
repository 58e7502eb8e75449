// Writes a synthetic book: distinct prose, links to neighbours, code in every fifth page, an item on each; on request
// a ladder beside it. The same words for the same number: two runs are the same book.
// Usage: node tests/bench/generate.mjs PAGES FOLDER [--ladder] [--for mdbook|zola|hugo]

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const WORDS = ("team review design queue service owner change risk plan release budget signal draft meeting answer question branch deploy "
  + "metric note ledger invoice cache region tenant schema cursor retry window backlog incident pager runbook rollout canary quota").split(" ");
const STEPS = ["Learns", "Practises", "Contributes", "Leads", "Shapes"];

/** Texts that depend on the seed and on nothing else. */
function writer(seed) {
  // Mulberry32: a plain generator whose low bits repeat would make pages that share their sentences.
  let state = seed;
  const random = (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
  const sentence = () => `${Array.from({ length: 8 + random(10) }, () => WORDS[random(WORDS.length)]).join(" ")}.`;
  const paragraph = () => Array.from({ length: 4 + random(3) }, sentence).join(" ");
  return { random, sentence, paragraph };
}

/** The path of page `i`, a hundred to a folder. */
export const pagePath = (i) => `guide/part-${String(Math.floor(i / 100)).padStart(3, "0")}/page-${String(i).padStart(5, "0")}.md`;
const title = (i) => `Page ${i} ${WORDS[i % WORDS.length]}`;

function page(i, pages, { random, sentence, paragraph }, target) {
  const next = (i + 1) % pages;
  const file = pagePath(next).split("/").slice(-2);
  const near = i % 100 === 99 || next === 0 ? `../${file.join("/")}` : file[1];
  const address = { zola: `@/${pagePath(next)}`, hugo: near.replace(/\.md$/, "/").replace(/^(\.\.\/)?/, "../$1") }[target] ?? near;
  let text = `# ${title(i)}\n\n${paragraph()}\n\n`;
  for (let part = 0; part < 4; part += 1) text += `## Section ${part} of ${i}\n\n${paragraph()} See [the next page](${address}).\n\n${paragraph()}\n\n`;
  if (i % 5 === 0) text += `\n\`\`\`rust\nfn step_${i}(input: &str) -> usize {\n    // ${sentence()}\n    input.len() + ${i}\n}\n\`\`\`\n`;
  const id = target ? "" : ` {#item-${i}}`;
  text += `\n- [ ] Write down ${WORDS[random(WORDS.length)]} ${i}${id}\n  It stands in the team's notes.\n`;
  return text;
}

/** Writes the book; gives its paths. */
export function generate(pages, folder, { ladder = false, target } = {}) {
  const words = writer(7);
  const paths = [];
  const write = (path, text) => {
    paths.push(path);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const content = { mdbook: "src/", zola: "content/", hugo: "content/" }[target] ?? "";
  let summary = "# Summary\n";
  for (let i = 0; i < pages; i += 1) {
    if (i % 100 === 0) {
      summary += `\n# Part ${i / 100}\n\n`;
      const section = `${content}${dirname(pagePath(i))}`;
      if (target === "zola") write(`${section}/_index.md`, `+++\ntitle = "Part ${i / 100}"\nsort_by = "weight"\n+++\n`);
      if (target === "hugo") write(`${section}/_index.md`, `---\ntitle: Part ${i / 100}\n---\n`);
    }
    summary += `- [${title(i)}](${pagePath(i)})\n`;
    const matter = { zola: `+++\ntitle = "${title(i)}"\nweight = ${i + 1}\n+++\n`, hugo: `---\ntitle: ${title(i)}\nweight: ${i + 1}\n---\n` }[target] ?? "";
    write(`${content}${pagePath(i)}`, matter + page(i, pages, words, target));
  }
  if (!target || target === "mdbook") write(`${content}SUMMARY.md`, summary);
  if (target) forPeer(target, write);
  if (ladder) writeLadder(write, writer(11));
  return paths;
}

// The least that shows the same pages: a list of the page's siblings beside its text, code highlighted.
function forPeer(target, write) {
  if (target === "mdbook") write("book.toml", "[book]\ntitle = \"Pages\"\n");
  if (target === "zola") {
    write("config.toml", "base_url = \"https://example.org\"\nbuild_search_index = true\n[markdown]\nhighlight_code = true\n");
    write("content/_index.md", "+++\ntitle = \"Pages\"\n+++\n");
    write("content/guide/_index.md", "+++\ntitle = \"Guide\"\n+++\n");
    const list = "<nav>{% for p in section.pages %}<a href=\"{{ p.permalink }}\">{{ p.title }}</a>{% endfor %}</nav>";
    write("templates/index.html", "<!doctype html><title>{{ section.title }}</title>{{ section.content | safe }}");
    write("templates/section.html", `<!doctype html><title>{{ section.title }}</title>${list}`);
    write("templates/page.html", `<!doctype html><title>{{ page.title }}</title>{% set section = get_section(path=page.ancestors | last) %}${list}<main>{{ page.content | safe }}</main>`);
  }
  if (target === "hugo") {
    write("hugo.toml", "baseURL = \"https://example.org\"\ntitle = \"Pages\"\n");
    const list = "<nav>{{ range .CurrentSection.RegularPages }}<a href=\"{{ .RelPermalink }}\">{{ .Title }}</a>{{ end }}</nav>";
    write("layouts/_default/single.html", `<!doctype html><title>{{ .Title }}</title>${list}<main>{{ .Content }}</main>`);
    write("layouts/_default/list.html", `<!doctype html><title>{{ .Title }}</title>${list}`);
    write("layouts/index.html", "<!doctype html><title>{{ .Title }}</title>");
  }
}

function writeLadder(write, { sentence, paragraph }) {
  const skills = Array.from({ length: 12 }, (_, at) => `skill-${at}`);
  for (const [at, id] of skills.entries()) {
    const steps = STEPS.map((step, number) => `## ${step} {step=${number + 1}}\n\n${sentence()}\n`).join("\n");
    write(`skills/${id}.md`, `---\ntitle: Skill ${at}\narea: area-${at % 3}\n---\n${paragraph()}\n\n${steps}`);
  }
  write("areas.yml", [0, 1, 2].map((at) => `area-${at}: {title: Area ${at}}\n`).join(""));
  const levels = ["one", "two", "three", "four"];
  write("tracks/ic.md", `---\ntitle: Engineers\nlevels: [${levels.join(", ")}]\n---\n`);
  for (const [at, id] of levels.entries()) {
    const core = skills.slice(0, 8).map((skill) => `${skill}: ${at + 1}`).join(", ");
    const expectations = skills.slice(0, 8).map((skill) => `## ${sentence()} {#${id}-${skill} skill=${skill}}\n\n${sentence()}\n\n- signal: ${sentence()}\n`);
    write(`levels/${id}.md`, `---\ntitle: Level ${id}\ntrack: ic\n${at ? `extends: ${levels[at - 1]}\n` : ""}attributes: {scope: one team}\ncore: {${core}}\n---\n${sentence()}\n\n${expectations.join("\n")}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [pages, folder, ...flags] = process.argv.slice(2);
  generate(Number(pages), folder, { ladder: flags.includes("--ladder"), target: flags[flags.indexOf("--for") + 1] && flags.includes("--for") ? flags[flags.indexOf("--for") + 1] : undefined });
}
