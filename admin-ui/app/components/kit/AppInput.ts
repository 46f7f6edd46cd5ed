export { default } from '@nuxt/ui/components/Input.vue'
