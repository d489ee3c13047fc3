/** Three bars of a waterfall; the page's icon, and the mark beside its name. */
const MARK =
  '<rect x="1" y="2" width="11" height="3" rx="1.5"/><rect x="4" y="6.5" width="8" height="3" rx="1.5"/>' +
  '<rect x="7" y="11" width="8" height="3" rx="1.5"/>';

const ICON = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="#3577cf">${MARK}</svg>`,
)}`;

/**
 * The page as it is served: the frame, without any data. Addresses are relative, so that it also works below a path
 * of a proxy; the endpoint in the help is filled in by the script, which knows under which name the page was opened.
 */
export const PAGE_DOCUMENT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>spanbridge</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="page.css">
<script src="page.js" defer></script>
</head>
<body class="sb-view">
<header class="top">
<a class="brand" href="#/">
<svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">${MARK}</svg>spanbridge</a>
<input id="search" type="search" placeholder="Search name, service or trace id" aria-label="Search traces"
 autocomplete="off" spellcheck="false">
<output id="state" class="state"></output>
</header>
<main class="frame">
<section id="list" hidden>
<table class="traces">
<caption class="unseen">Traces, newest first</caption>
<thead><tr>
<th scope="col">Trace</th><th scope="col">Spans</th><th scope="col">Errors</th><th scope="col">Started</th>
<th scope="col">Duration</th>
</tr></thead>
<tbody id="rows"></tbody>
</table>
<p id="note" class="note"></p>
</section>
<section id="empty" class="empty" hidden>
<h1>Waiting for the first trace</h1>
<p>This server takes OTLP over HTTP, protobuf or JSON, at <code id="endpoint"></code>.</p>
<h2>You have a file with trace records</h2>
<pre id="help-ship"></pre>
<h2>Your program uses OpenTelemetry</h2>
<pre id="help-otel"></pre>
<p class="quiet">This page shows traces as they arrive; there is no need to reload it.</p>
</section>
<section id="trace" hidden>
<nav class="crumbs" aria-label="Trace">
<a href="#/">← All traces</a>
<span id="downloads" hidden><a id="download-html" download>Download HTML</a>
<a id="download-otlp" download>Download OTLP JSON</a></span>
</nav>
<p id="trace-note" class="note"></p>
<div id="view" class="sb-trace" hidden></div>
</section>
<noscript><p class="note">This page needs JavaScript; it loads none from elsewhere.</p></noscript>
</main>
</body>
</html>
`;
