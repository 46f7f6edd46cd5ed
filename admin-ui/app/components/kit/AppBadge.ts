export { default } from '@nuxt/ui/components/Badge.vue'
