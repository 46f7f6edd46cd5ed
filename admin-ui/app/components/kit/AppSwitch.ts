export { default } from '@nuxt/ui/components/Switch.vue'
