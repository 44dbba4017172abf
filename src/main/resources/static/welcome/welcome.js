'use strict';

// The commands ask the service that has sent this page.
document.querySelectorAll('.origin').forEach((place) => { place.textContent = location.origin; });

// Where probes have a port of their own, health is not on this one.
fetch('/actuator/health').then((answer) => {
  document.getElementById('health').hidden = answer.status === 401 || answer.status === 404;
});
