// The bookmark's click came from another site, and so without the cookie that lets her in. This one comes from ours.
location.replace(`/clipping${location.search}`);
