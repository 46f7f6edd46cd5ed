export { default } from '@nuxt/ui/components/Collapsible.vue'
