export { default } from '@nuxt/ui/components/Tabs.vue'
