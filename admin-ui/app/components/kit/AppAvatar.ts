export { default } from '@nuxt/ui/components/Avatar.vue'
