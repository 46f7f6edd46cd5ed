/**
 * Provides the dialogs that calls wait for: the login over the page (true once somebody is logged in),
 * so that an ended session costs nobody a text, and the proof of who is at the keyboard.
 */
export default defineNuxtPlugin(() => ({ provide: { relogin: asking(), confirmation: asking() } }))
