// Bundles src/ to widget.js; `--check` only says whether widget.js is what the sources give.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const SOURCES = join(HERE, "src");
const BUNDLE = join(HERE, "widget.js");
// Names that only the modules use among themselves; they may be shortened.
const INNER = /^((draw|clear)(Said|Told|Note|History|Failure)|showTyping|transcript|scroller|fitBox|toEnd|onTold|withdraw|textLimit|begun)$/;
const LIMIT = 15 * 1024; // bytes, gzipped

/** The fingerprint of the sources: of each file, in the order of their paths, the path, NUL, the content, NUL. */
function fingerprint() {
  const files = readdirSync(SOURCES, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => relative(SOURCES, join(file.parentPath, file.name)).split(sep).join("/"));
  const hash = createHash("sha256");
  for (const path of paths.sort()) hash.update(`${path}\0`).update(readFileSync(join(SOURCES, path))).update("\0");
  return hash.digest("hex");
}

/** The custom properties that only the style sheet sets, by one letter each. */
function shortened(css) {
  const own = [...new Set([...css.matchAll(/(--(?!backspasm)[\w-]+):/g)].map(([, name]) => name))];
  return css.replace(/--[\w-]+/g, (name) => (own.includes(name) ? `--${(own.indexOf(name) + 10).toString(36)}` : name));
}

const styleAsText = {
  name: "style-as-text",
  setup(bundle) {
    bundle.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true, target: "safari15" });
      return { contents: shortened(code.trim()), loader: "text" };
    });
  },
};

async function bundled() {
  const { outputFiles } = await build({
    entryPoints: [join(SOURCES, "boot.js")],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    mangleProps: INNER,
    plugins: [styleAsText],
    write: false,
  });
  return `/*! backspasm widget, sources sha256 ${fingerprint()} */\n${outputFiles[0].text}`;
}

const text = await bundled();
const size = gzipSync(text, { level: 9 }).length;
if (size > LIMIT) throw new Error(`The bundle has ${size} bytes gzipped; at most ${LIMIT} are allowed.`);
if (process.argv.includes("--check")) {
  if (readFileSync(BUNDLE, "utf8") !== text) {
    console.error("widget.js is older than its sources: run `npm run build` and commit it.");
    process.exitCode = 1;
  }
} else {
  writeFileSync(BUNDLE, text);
}
console.log(`widget.js: ${size} bytes gzipped (limit ${LIMIT})`);
