package workshop.learn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import workshop.verdict.Style;

/** The text of a lesson, Markdown, as lines for a terminal: headlines in bold, code in cyan, tables row by row. */
final class LessonText extends AbstractVisitor {

    private static final String INDENT = "  ";
    private static final String DIAGRAM = "mermaid";

    private final Style style;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder words = new StringBuilder();
    private String indent = INDENT;
    private String bullet = "";
    private int number;

    private LessonText(Style style) {
        this.style = style;
    }

    /** Returns a Markdown text in lines that fit; a diagram is left to the browser. */
    static List<String> lines(String markdown, Style style) {
        LessonText text = new LessonText(style);
        Parser.builder().extensions(List.of(TablesExtension.create())).build().parse(markdown).accept(text);
        return text.lines;
    }

    @Override
    public void visit(Heading heading) {
        visitChildren(heading);
        lines.add(style.bold(taken()));
        lines.add("");
    }

    @Override
    public void visit(Paragraph paragraph) {
        visitChildren(paragraph);
        add(taken());
        if (!(paragraph.getParent() instanceof org.commonmark.node.ListItem)) {
            lines.add("");
        }
    }

    private void add(String text) {
        List<String> wrapped = style.wrap(indent + " ".repeat(bullet.length()), text);
        lines.add(indent + bullet + wrapped.get(0).substring(indent.length() + bullet.length()));
        lines.addAll(wrapped.subList(1, wrapped.size()));
        bullet = " ".repeat(bullet.length());
    }

    @Override
    public void visit(BulletList list) {
        items(list, "");
    }

    @Override
    public void visit(OrderedList list) {
        number = 1;
        items(list, ". ");
    }

    private void items(Node list, String numbered) {
        String outer = indent;
        String outerBullet = bullet;
        indent = outer + outerBullet;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            bullet = numbered.isEmpty() ? "- " : number++ + numbered;
            visitChildren(item);
        }
        indent = outer;
        bullet = outerBullet;
        if (outer.equals(INDENT)) {
            lines.add("");
        }
    }

    @Override
    public void visit(FencedCodeBlock code) {
        if (DIAGRAM.equals(code.getInfo())) {
            lines.add(indent + style.dim("(a diagram: to see it, open the lesson's README.md in your editor or browser)"));
        } else {
            code.getLiteral().lines().forEach(line -> lines.add(INDENT + indent + style.cyan(line)));
        }
        lines.add("");
    }

    @Override
    public void visit(CustomBlock block) {
        if (block instanceof TableBlock) {
            rows(block).forEach(this::addRow);
            lines.add("");
        } else {
            visitChildren(block);
        }
    }

    // a cell of a table in a text is often a sentence: columns would be too narrow to read
    private void addRow(List<String> cells) {
        bullet = "- ";
        add(String.join(" | ", cells));
        bullet = "";
    }

    private List<List<String>> rows(Node block) {
        List<List<String>> rows = new ArrayList<>();
        for (Node part = block.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row instanceof TableRow; row = row.getNext()) {
                List<String> cells = new ArrayList<>();
                for (Node cell = row.getFirstChild(); cell instanceof TableCell; cell = cell.getNext()) {
                    visitChildren(cell);
                    cells.add(taken());
                }
                cells.removeAll(Collections.singleton(""));
                if (!cells.isEmpty()) {
                    rows.add(cells);
                }
            }
        }
        return rows;
    }

    @Override
    public void visit(Text text) {
        words.append(text.getLiteral());
    }

    @Override
    public void visit(Code code) {
        words.append(code.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak end) {
        words.append(' ');
    }

    @Override
    public void visit(HardLineBreak end) {
        words.append('\n');
    }

    private String taken() {
        String text = words.toString();
        words.setLength(0);
        return text;
    }
}
