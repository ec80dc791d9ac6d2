import { apacheCorsLines, CORS_HEADERS } from './apacheLines'

/**
 * What to add to the shop's host, so that PrestaShop answers the till at one address of its own and at
 * no other (Fetch standard, CORS). For Apache and for nginx.
 */
export function corsLines(origin: string): string {
  const pattern = origin.replaceAll(/[.\\+*?[^\]$(){}|]/g, '\\$&')
  return `CES LIGNES LAISSENT LA CAISSE DE ${origin} PARLER À LA BOUTIQUE, ET ELLE SEULE

Sur Apache : dans le fichier .htaccess de la boutique, avant le bloc de PrestaShop.

${apacheCorsLines(pattern)}
Sur nginx : dans le « server » de la boutique.

location /api/ {
  if ($http_origin = "${origin}") { set $comptoir $http_origin; }
  add_header Access-Control-Allow-Origin $comptoir always;
  add_header Access-Control-Allow-Headers "${CORS_HEADERS.sent}" always;
  add_header Access-Control-Allow-Methods "${CORS_HEADERS.methods}" always;
  add_header Access-Control-Expose-Headers "${CORS_HEADERS.read}" always;
  if ($request_method = OPTIONS) { return 204; }
  # puis les lignes qui servaient déjà /api/
}
`
}
