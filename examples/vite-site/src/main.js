document.body.append(`The API is at ${import.meta.env.VITE_API_URL}`);
