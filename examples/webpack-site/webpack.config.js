const path = require('node:path');
const HtmlWebpackPlugin = require('html-webpack-plugin');

module.exports = {
  entry: './src/main.js',
  output: { path: path.resolve(__dirname, 'public'), filename: '[name].[contenthash].js', clean: true },
  devServer: { historyApiFallback: true },
  plugins: [new HtmlWebpackPlugin({ template: 'src/index.html' })],
};
