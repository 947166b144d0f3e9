// @ts-check
const config = {
  title: 'Kettle Docs',
  url: 'https://docs.kettlewise.example',
  baseUrl: '/',
  i18n: {defaultLocale: 'en', locales: ['en', 'it']},
  presets: [['classic', {docs: {sidebarPath: require.resolve('./sidebars.js'), routeBasePath: 'docs'}, blog: {}}]],
};
module.exports = config;
