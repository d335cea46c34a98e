export default { title: 'Docs', base: '/handbook/' };
