// Node imports this file before the till's server: the week's clock is the server's, too.
import { speedUp } from './clock.mjs'

speedUp(JSON.parse(process.env.COMPTOIR_SOAK_WEEK))
