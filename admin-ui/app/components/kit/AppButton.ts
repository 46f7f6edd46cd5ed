export { default } from '@nuxt/ui/components/Button.vue'
