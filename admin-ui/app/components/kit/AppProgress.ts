export { default } from '@nuxt/ui/components/Progress.vue'
