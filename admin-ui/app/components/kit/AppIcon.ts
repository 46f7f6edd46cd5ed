export { default } from '@nuxt/ui/components/Icon.vue'
