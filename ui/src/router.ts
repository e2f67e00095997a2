// Hash routes: they work the same in the window, on the loopback server and from a file.
import { createRouter, createWebHashHistory } from "vue-router";

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: "/", redirect: "/home" },
    { path: "/home", component: () => import("./screens/HomeScreen.vue"), meta: { title: "首页", nav: "home" } },
    { path: "/search", component: () => import("./screens/SearchScreen.vue"), meta: { title: "查找", nav: "" } },
    { path: "/notebook", component: () => import("./screens/NotebookScreen.vue"), meta: { title: "专用笔记本", nav: "notebook" } },
    { path: "/help", component: () => import("./screens/HelpScreen.vue"), meta: { title: "使用说明", nav: "help" } },
    { path: "/batch/new", component: () => import("./screens/SetupScreen.vue"), meta: { title: "新建批次", nav: "batches" } },
    { path: "/batch/:id(\\d+)/setup", component: () => import("./screens/SetupScreen.vue"), meta: { title: "建立批次", nav: "batches" } },
    { path: "/batches", component: () => import("./screens/BatchList.vue"), meta: { title: "批次", nav: "batches" } },
    {
      path: "/batch/:id(\\d+)/record/new",
      component: () => import("./screens/RecordScreen.vue"),
      meta: { title: "新增记录", nav: "batches" },
    },
    {
      path: "/batch/:id(\\d+)/record/:rid(\\d+)/correct",
      component: () => import("./screens/RecordScreen.vue"),
      meta: { title: "更正记录", nav: "batches" },
    },
    {
      path: "/batch/:id(\\d+)/person/:cid(\\d+)/report",
      component: () => import("./screens/ReportScreen.vue"),
      meta: { title: "报告预览", nav: "batches" },
    },
    {
      path: "/batch/:id(\\d+)/person/:cid(\\d+)",
      component: () => import("./screens/PersonScreen.vue"),
      meta: { title: "人选", nav: "batches" },
    },
    {
      path: "/batch/:id(\\d+)/:tab(matrix|posts|records|materials|scans|findings|volumes)?",
      component: () => import("./screens/BatchScreen.vue"),
      meta: { title: "批次", nav: "batches" },
    },
    { path: "/people", component: () => import("./screens/PeopleList.vue"), meta: { title: "人员", nav: "people" } },
    { path: "/people/import", component: () => import("./screens/ImportScreen.vue"), meta: { title: "导入人员", nav: "people" } },
    { path: "/people/new", component: () => import("./screens/PersonForm.vue"), meta: { title: "新增人员", nav: "people" } },
    { path: "/people/:pid(\\d+)/edit", component: () => import("./screens/PersonForm.vue"), meta: { title: "修改人员", nav: "people" } },
    { path: "/people/:pid(\\d+)", component: () => import("./screens/PersonDetail.vue"), meta: { title: "人员", nav: "people" } },
    {
      path: "/supervise/:tab(board|ledger|duties|timeline|statistics|promoted|selfcheck|journal)?",
      component: () => import("./screens/SuperviseScreen.vue"),
      meta: { title: "监督", nav: "supervise" },
    },
    { path: "/forms/:tab(fonts)", component: () => import("./screens/FontsScreen.vue"), meta: { title: "字体", nav: "forms" } },
    { path: "/forms", component: () => import("./screens/FormsScreen.vue"), meta: { title: "表样", nav: "forms" } },
    { path: "/media/:tab(write|slips|register|seals)?", component: () => import("./screens/MediaScreen.vue"), meta: { title: "写盘与移交", nav: "media" } },
    { path: "/verify", component: () => import("./screens/VerifyScreen.vue"), meta: { title: "校验包", nav: "verify" } },
    { path: "/rules/:tab(calendar)?", component: () => import("./screens/RulesScreen.vue"), meta: { title: "校验规则", nav: "rules" } },
    { path: "/about", component: () => import("./screens/AboutScreen.vue"), meta: { title: "关于", nav: "about" } },
    { path: "/:rest(.*)*", component: () => import("./screens/NotFound.vue"), meta: { title: "没有这个页面", nav: "" } },
  ],
  scrollBehavior: (to, from, saved) => (saved ? saved : to.path === from.path ? {} : { top: 0 }),
});

declare module "vue-router" {
  interface RouteMeta {
    title: string;
    nav: string;
  }
}
