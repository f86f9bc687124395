/* stubs - services of the DOCX dialect that are being written: replaced file by file. */
#include "docx/internal.h"
void docx_prepare_fields(struct comp *c){(void)c;}
void docx_para_begin(struct comp *c, const struct xml_node *p){(void)c;(void)p;}
void docx_para_finish(struct comp *c, const struct xml_node *p){(void)c;(void)p;}
void docx_prepare_marks(struct comp *c){(void)c;}
void docx_put_bookmark(struct filler *f, struct buf *out, const char *name, bool end){(void)f;(void)out;(void)name;(void)end;}
void docx_prepare_notes(struct comp *c){(void)c;}
void docx_prepare_lists(struct comp *c){(void)c;}
const void *docx_list_of(struct comp *c, const struct xml_node *para){(void)c;(void)para;return NULL;}
void docx_put_list(struct filler *f, const void *arg){(void)f;(void)arg;}
void docx_put_markdown(struct filler *f, const struct md_place *m, const struct md_block *b){(void)f;(void)m;(void)b;}
const void *docx_mark_md(struct comp *c, const struct md_place *m){(void)c;(void)m;return NULL;}
void docx_prepare_props(struct comp *c){(void)c;}
int docx_open(struct template *t, struct diag *d){ t->own = arena_alloc(t->mem,sizeof(struct docx_tmpl)); struct tmpl_part*b=tmpl_add_part(t,"word/document.xml",PART_BODY,d); struct pkg_part const*sp=pkg_find(t->pkg,"word/styles.xml"),*np=pkg_find(t->pkg,"word/numbering.xml");
 docx_read_styles(t, sp?xml_parse(t->mem,t->path,sp->name,sp->bytes,sp->len,d):NULL, np?xml_parse(t->mem,t->path,np->name,np->bytes,np->len,d):NULL); return b?0:-1;}
void docx_begin(struct filler *f){(void)f;}
void docx_end(struct filler *f){(void)f;}
int docx_finish(struct filler *f){(void)f;return 0;}
