declare module '#app' {
  interface PageMeta {
    /** The contract's permission that the page needs; `public` needs nobody logged in, none needs a session only. */
    permission?: string
  }
}

export {}
