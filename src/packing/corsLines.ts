/** Headers that the till sends, and those of an answer that it reads. */
const SENT = 'Authorization, Local-Content-Sha1'
const READ = 'PSWS-Version, Content-Sha1, Access-Time, Retry-After'
const METHODS = 'GET, HEAD, PUT, PATCH'

/**
 * What to add to the shop's host, so that PrestaShop answers the till at one address of its own and at
 * no other (Fetch standard, CORS). For Apache and for nginx.
 */
export function corsLines(origin: string): string {
  const pattern = origin.replaceAll(/[.\\+*?[^\]$(){}|]/g, '\\$&')
  return `CES LIGNES LAISSENT LA CAISSE DE ${origin} PARLER À LA BOUTIQUE, ET ELLE SEULE

Sur Apache : dans le fichier .htaccess de la boutique, avant le bloc de PrestaShop.

<IfModule mod_headers.c>
  SetEnvIf Origin "^(${pattern})$" COMPTOIR=$1
  Header always set Access-Control-Allow-Origin "%{COMPTOIR}e" env=COMPTOIR
  Header always set Access-Control-Allow-Headers "${SENT}" env=COMPTOIR
  Header always set Access-Control-Allow-Methods "${METHODS}" env=COMPTOIR
  Header always set Access-Control-Expose-Headers "${READ}" env=COMPTOIR
  Header always set Vary "Origin" env=COMPTOIR
</IfModule>
<IfModule mod_rewrite.c>
  RewriteEngine On
  RewriteCond %{REQUEST_METHOD} =OPTIONS
  RewriteRule ^api/ - [R=204,L]
</IfModule>

Sur nginx : dans le « server » de la boutique.

location /api/ {
  if ($http_origin = "${origin}") { set $comptoir $http_origin; }
  add_header Access-Control-Allow-Origin $comptoir always;
  add_header Access-Control-Allow-Headers "${SENT}" always;
  add_header Access-Control-Allow-Methods "${METHODS}" always;
  add_header Access-Control-Expose-Headers "${READ}" always;
  if ($request_method = OPTIONS) { return 204; }
  # puis les lignes qui servaient déjà /api/
}
`
}
