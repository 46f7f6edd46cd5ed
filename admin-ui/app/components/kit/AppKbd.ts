export { default } from '@nuxt/ui/components/Kbd.vue'
