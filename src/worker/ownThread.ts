// The file that a thread beside the page begins with. It exports nothing, so that no other file
// imports it: WebKit would run it a second time.
import './worker'
