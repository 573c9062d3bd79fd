import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [
    {
      name: "style-as-text", // as build.js does it
      enforce: "pre",
      load(id) {
        return id.endsWith("style.css") ? `export default ${JSON.stringify(readFileSync(id, "utf8"))}` : null;
      },
    },
  ],
  test: { environment: "happy-dom", include: ["tests/**/*.test.js"], restoreMocks: true },
});
