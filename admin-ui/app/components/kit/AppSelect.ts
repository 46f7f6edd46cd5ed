export { default } from '@nuxt/ui/components/Select.vue'
