/* global SwaggerUIBundle -- its script comes before this one */

const access = document.querySelector("#access");
const refusal = document.querySelector("#refusal");

/** Shows the document, or asks for what it takes to read it. The credential stays in this page. */
async function show(credential) {
  const headers = credential === undefined ? {} : { authorization: `Bearer ${credential}` };
  const response = await fetch("/openapi.json", { headers });
  if (response.status === 401 || response.status === 403) {
    const { detail } = await response.json();
    refusal.textContent = credential === undefined ? "" : detail;
    access.hidden = false;
    return;
  }
  access.hidden = true;
  const ui = SwaggerUIBundle({
    spec: await response.json(),
    dom_id: "#operations",
    // The default asks a service elsewhere whether the document is valid.
    validatorUrl: "none",
    deepLinking: true,
    docExpansion: "none",
    defaultModelsExpandDepth: -1,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    persistAuthorization: false,
    onComplete: () => {
      if (credential !== undefined) ui.preauthorizeApiKey("bearer", credential);
    },
  });
}

access.addEventListener("submit", (event) => {
  event.preventDefault();
  void show(document.querySelector("#credential").value.trim());
});

void show();
