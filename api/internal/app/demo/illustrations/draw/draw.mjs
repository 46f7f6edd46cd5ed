// Writes the SVG of the named scenes (all, when none is named) into a folder.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { arena } from "./arena.mjs";
import { city } from "./city.mjs";
import { labour } from "./labour.mjs";
import { mind } from "./mind.mjs";
import { stage } from "./stage.mjs";
import { village } from "./village.mjs";
import { steppe } from "./steppe.mjs";

const scenes = { ...steppe, ...labour, ...city, ...stage, ...arena, ...mind, ...village };
const [folder, ...names] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (const name of names.length ? names : Object.keys(scenes)) {
  writeFileSync(join(folder, `${name}.svg`), scenes[name]().svg());
}
