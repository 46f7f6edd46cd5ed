// The portal to read from: PORTAL_URL, by default the one of `portal dev`.
export default {
  define: { __API__: JSON.stringify(process.env.PORTAL_URL ?? 'http://localhost:8080') }
}
