export default defineAppConfig({
  ui: {
    colors: { primary: 'baq', neutral: 'slate' },
    button: { slots: { base: 'cursor-pointer' } },
    formField: { slots: { error: 'mt-1 text-sm' } }
  }
})
