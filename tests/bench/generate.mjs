// Writes a synthetic book of N pages: distinct prose, links to neighbours, code in every fifth page.
// Usage: node tests/bench/generate.mjs PAGES FOLDER
import { mkdirSync, writeFileSync } from 'node:fs';

const [pages, folder] = [Number(process.argv[2]), process.argv[3]];
const words = 'team review design queue service owner change risk plan release budget signal draft meeting answer question branch deploy metric note'.split(' ');
let seed = 7;
const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
const sentence = () => Array.from({ length: 8 + random(10) }, () => words[random(words.length)]).join(' ') + '.';
const paragraph = () => Array.from({ length: 4 + random(3) }, sentence).join(' ');

const name = (i) => `guide/part-${String(Math.floor(i / 100)).padStart(3, '0')}/page-${String(i).padStart(5, '0')}.md`;
const code = (i) => `\n\`\`\`rust\nfn step_${i}(input: &str) -> usize {\n    // ${sentence()}\n    input.len() + ${i}\n}\n\`\`\`\n`;
let summary = '# Summary\n';
for (let i = 0; i < pages; i++) {
  if (i % 100 === 0) {
    summary += `\n# Part ${i / 100}\n\n`;
    mkdirSync(`${folder}/${name(i)}`.replace(/\/[^/]*$/, ''), { recursive: true });
  }
  summary += `- [Page ${i} ${words[i % words.length]}](${name(i)})\n`;
  const next = (i + 1) % pages;
  const link = `[the next page](${i % 100 === 99 || next === 0 ? `../../${name(next)}` : name(next).split('/').pop()})`;
  let text = `# Page ${i} ${words[i % words.length]}\n\n${paragraph()}\n\n`;
  for (let part = 0; part < 4; part++) text += `## Section ${part} of ${i}\n\n${paragraph()} See ${link}.\n\n${paragraph()}\n\n`;
  if (i % 5 === 0) text += code(i);
  text += `\n- [ ] Write down ${words[random(words.length)]} ${i} {#item-${i}}\n  It stands in the team's notes.\n`;
  writeFileSync(`${folder}/${name(i)}`, text);
}
writeFileSync(`${folder}/SUMMARY.md`, summary);
