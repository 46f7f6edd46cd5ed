import { fileURLToPath } from 'node:url'
import { defineVitestProject } from '@nuxt/test-utils/config'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      { resolve: { alias: { '~~': fileURLToPath(new URL('.', import.meta.url)) } }, test: { name: 'unit', include: ['test/unit/*.test.ts'], environment: 'node', testTimeout: 60_000 } },
      await defineVitestProject({ test: { name: 'nuxt', include: ['test/nuxt/*.test.ts'], environment: 'nuxt', hookTimeout: 120_000, testTimeout: 60_000 } })
    ]
  }
})
