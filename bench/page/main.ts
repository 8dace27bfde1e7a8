import { mountPage } from './page.js';
import './style.css';

const root = document.getElementById('page');
if (root !== null) mountPage(root);
