// Bundles frontend/ into the folder given as the first argument, with content-hashed names and a manifest.
import { build } from "esbuild";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";

const outdir = process.argv[2] ?? "archive/static/dist";
const fresh = `${outdir}.new`;

await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });

const common = {
    bundle: true,
    minify: true,
    metafile: true,
    outdir: fresh,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "file" },
    target: ["chrome99", "firefox97", "safari15.4"],
    logLevel: "warning",
    legalComments: "none",
};
const pages = await build({
    ...common,
    entryPoints: [
        ...[
            "app",
            "captions",
            "compare",
            "desk",
            "home",
            "map",
            "player",
            "practice",
            "practice-more",
            "reading",
            "results",
            "typing",
        ].map((name) => `frontend/${name}.css`),
        ...["app", "captions", "desk", "table", "upload"].map((name) => `frontend/${name}.js`),
    ],
    splitting: true,
    format: "esm",
});
// A worker stands alone: not every browser lets one import.
const workers = await build({
    ...common,
    entryPoints: ["frontend/hashing.js"],
    format: "iife",
});
const outputs = { ...pages.metafile.outputs, ...workers.metafile.outputs };

/** The name by which templates ask for a built file. */
function nameOf(path, output) {
    if (output.entryPoint) return basename(output.entryPoint);
    const [input] = Object.keys(output.inputs);
    const isAsset = Object.keys(output.inputs).length === 1 && !path.endsWith(".js");
    return isAsset ? basename(input).replace("-wght-normal", "").replace("-normal", "") : null;
}

const manifest = {};
for (const [path, output] of Object.entries(outputs)) {
    const name = nameOf(path, output);
    if (name) manifest[name] = basename(path);
}
const sorted = Object.fromEntries(Object.entries(manifest).sort());
await writeFile(`${fresh}/manifest.json`, `${JSON.stringify(sorted, null, 2)}\n`);
await rm(outdir, { recursive: true, force: true });
await rename(fresh, outdir);
