{**
 * @author    Comptoir
 * @copyright Comptoir
 * @license   https://opensource.org/licenses/MIT MIT License
 *}
<link rel="stylesheet" href="{$assets|escape:'html':'UTF-8'}css/comptoir.css?{$version|escape:'url'}">
<div
  class="comptoir"
  data-till="{$folderUrl|escape:'html':'UTF-8'}"
  data-api="{if $hasKey}{$apiUrl|escape:'html':'UTF-8'}{/if}"
>
  {if !$isSecure}
    <div class="alert alert-warning">
      {l s='This shop is not in https: a tablet cannot keep the till for sales without a network. Switch on SSL in Shop parameters > General first.' mod='comptoir'}
    </div>
  {/if}
  {if !$mayMakeKeys}
    <div class="alert alert-warning">
      {l s='Your profile may not make webservice keys: you can look, but not change anything here.' mod='comptoir'}
    </div>
  {/if}

  {if $pairing}
    <div class="panel comptoir-pairing" data-expires="{$pairing.expires|intval}">
      <h3>{l s='Connect a tablet' mod='comptoir'}</h3>
      <div class="comptoir-pair">
        <div class="comptoir-qr" data-url="{$pairing.url|escape:'html':'UTF-8'}" role="img" aria-label="{l s='QR code of the till' mod='comptoir'}">
          <noscript>{l s='Your browser shows no QR code without JavaScript.' mod='comptoir'}</noscript>
        </div>
        <ol class="comptoir-steps">
          <li>{l s='On the tablet, scan this QR code with the camera and open the page.' mod='comptoir'}</li>
          <li>
            {l s='Type this code on the tablet:' mod='comptoir'}
            <strong class="comptoir-code">{$pairing.code|escape:'html':'UTF-8'}</strong>
          </li>
          <li>{l s='The articles come by themselves. You can sell.' mod='comptoir'}</li>
        </ol>
      </div>
      <p class="comptoir-lasts">
        {l s='It works once, and for ten minutes:' mod='comptoir'} <span class="comptoir-left"></span>
      </p>
      <p class="alert alert-warning comptoir-hidden" data-when="over">{l s='The ten minutes are over. Show another QR code.' mod='comptoir'}</p>
      <a class="btn btn-default" href="{$pairing.url|escape:'html':'UTF-8'}" target="_blank" rel="noopener noreferrer">{l s='Use this device as the till' mod='comptoir'}</a>
    </div>
  {/if}

  <div class="panel">
    <h3>{l s='The till' mod='comptoir'}</h3>
    <p>
      {l s='The till is at' mod='comptoir'}
      <a href="{$tillUrl|escape:'html':'UTF-8'}" target="_blank" rel="noopener noreferrer">{$tillUrl|escape:'html':'UTF-8'}</a>
    </p>
    {if !$isAtRoot}
      <p class="help-block">{l s='The root of the shop cannot be written, or already has another “caisse”: the till is in the folder of the module. It sells just as well there.' mod='comptoir'}</p>
    {/if}
    <p class="alert alert-warning comptoir-hidden" data-when="till-silent">{l s='The till does not answer at that address. Ask your host to serve the files of this folder as they are:' mod='comptoir'} <code>{$folderPath|escape:'html':'UTF-8'}</code></p>
    {if $hasKey}
      <button type="submit" form="comptoir-rights" name="comptoir_do" value="pair" class="btn btn-primary btn-lg" {if !$mayMakeKeys}disabled{/if}>{l s='Show a QR code for a tablet' mod='comptoir'}</button>
    {else}
      <button type="submit" form="comptoir-rights" name="comptoir_do" value="prepare" class="btn btn-primary btn-lg" {if !$mayMakeKeys}disabled{/if}>{l s='Make the key and connect a tablet' mod='comptoir'}</button>
      <p class="help-block">{l s='This switches the webservice on, makes a key of its own for the tills, and adds to .htaccess the line that some hosts need.' mod='comptoir'}</p>
    {/if}
  </div>

  <form id="comptoir-rights" class="panel" method="post" action="{$action|escape:'html':'UTF-8'}">
    <h3>{l s='What the till may read' mod='comptoir'}</h3>
    <input type="hidden" name="comptoir_token" value="{$token|escape:'html':'UTF-8'}">
    <p>
      {l s='The key of the tills reads the catalogue, and nothing else:' mod='comptoir'}
      <code>{$needed|escape:'html':'UTF-8'}</code>
    </p>
    <fieldset>
      <legend>{l s='More, if you want it' mod='comptoir'}</legend>
      {foreach $extras as $extra}
        <label class="comptoir-extra">
          <input type="checkbox" name="comptoir_extras[]" value="{$extra.name|escape:'html':'UTF-8'}" {if $extra.isOn}checked{/if}>
          <span>{$extra.brings|escape:'html':'UTF-8'}<br><code>{$extra.resources|escape:'html':'UTF-8'}</code></span>
        </label>
      {/foreach}
    </fieldset>
    {if $hasKey}
      <button type="submit" name="comptoir_do" value="rights" class="btn btn-default" {if !$mayMakeKeys}disabled{/if}>{l s='Save the rights' mod='comptoir'}</button>
      <button type="submit" name="comptoir_do" value="renew" class="btn btn-link" {if !$mayMakeKeys}disabled{/if}>{l s='A tablet is lost: make another key' mod='comptoir'}</button>
      <p class="help-block">{l s='With another key, every till must be connected again by a QR code; none loses a sale.' mod='comptoir'}</p>
    {/if}
  </form>

  <form class="panel" method="post" action="{$action|escape:'html':'UTF-8'}">
    <h3>{l s='A subdomain of its own' mod='comptoir'}</h3>
    <input type="hidden" name="comptoir_token" value="{$token|escape:'html':'UTF-8'}">
    <p>{l s='In a folder, the till shares the origin of the shop: a script of your theme or of another module could read what the till keeps on the device, its key and its sales. On a subdomain of its own nothing of the shop can.' mod='comptoir'}</p>
    <ol>
      <li>{l s='At your host, make a subdomain whose folder is:' mod='comptoir'} <code>{$folderPath|escape:'html':'UTF-8'}</code></li>
      <li><label for="comptoir_origin">{l s='Write its address here; that address alone may then read the webservice.' mod='comptoir'}</label></li>
    </ol>
    <p class="comptoir-field">
      <input type="url" id="comptoir_origin" name="comptoir_origin" class="form-control" maxlength="260" placeholder="https://caisse.example.com" value="{$origin|escape:'html':'UTF-8'}">
      <button type="submit" name="comptoir_do" value="origin" class="btn btn-default" {if !$mayMakeKeys}disabled{/if}>{l s='Save the address' mod='comptoir'}</button>
    </p>
    <p class="help-block">{l s='Tills that are open already keep their sales at the old address: close the day there before you change it.' mod='comptoir'}</p>
  </form>

  <div class="panel">
    <h3>{l s='What this module did' mod='comptoir'}</h3>
    <ul>
      <li>{l s='Files of the till:' mod='comptoir'} <code>{$folderPath|escape:'html':'UTF-8'}</code></li>
      {if $hasKey}<li>{l s='A webservice key named “Comptoir”.' mod='comptoir'}</li>{/if}
      {if $hasSwitchedOn}<li>{l s='The webservice, which was off, is on.' mod='comptoir'}</li>{/if}
      {if $areRulesWritten}<li>{l s='Lines of its own at the top of .htaccess.' mod='comptoir'}</li>{/if}
    </ul>
    {if !$areRulesWritten}
      <div class="{if !$origin}comptoir-hidden{/if}" data-when="key-dropped">
        <p class="alert alert-warning">{l s='Your host needs these lines, and .htaccess could not be written. Add them at its top yourself; on nginx, give them to your host:' mod='comptoir'}</p>
        <pre>{$rules|escape:'html':'UTF-8'}</pre>
      </div>
    {/if}
    <p>{l s='Uninstalling takes all of it back. Sales are on the devices, and stay there.' mod='comptoir'}</p>
  </div>
</div>
<script src="{$assets|escape:'html':'UTF-8'}js/comptoir.js?{$version|escape:'url'}" defer></script>
