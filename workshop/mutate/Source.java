// named here, after all that the tool needs: it would bring an older JUnit along
//DEPS com.github.javaparser:javaparser-core:3.28.2
package workshop.mutate;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.Position;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.github.javaparser.ast.stmt.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Java source, as text and as the tree of its parts. Changes are made in the text, so that a changed source differs from this one in
 * nothing but the change.
 */
public final class Source {

    private final String text;
    private final CompilationUnit unit;
    private final List<Integer> lineStarts = new ArrayList<>(List.of(0));

    /** A piece of the text from one index to another, and what stands there instead. */
    private record Piece(int from, int to, String instead) {
    }

    /**
     * Reads a source.
     *
     * @throws IllegalArgumentException where it is no Java
     */
    Source(String text) {
        this.text = text;
        // no lesson needs more than Java 17; a right program may be written in a newer one
        ParserConfiguration newest = new ParserConfiguration().setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_21);
        this.unit = new JavaParser(newest).parse(text).getResult()
                .orElseThrow(() -> new IllegalArgumentException("no Java source"));
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            lineStarts.add(at + 1);
        }
    }

    /** Returns the text. */
    String text() {
        return text;
    }

    /** Returns all parts of a kind, in their order. */
    <T extends Node> Stream<T> all(Class<T> kind) {
        return unit.findAll(kind).stream();
    }

    /** Returns all calls of a method, whatever it is called on. */
    Stream<MethodCallExpr> calls(String name) {
        return all(MethodCallExpr.class).filter(call -> call.getNameAsString().equals(name));
    }

    /** Returns the nearest part of a kind that a part lies in. */
    static <T extends Node> Optional<T> around(Node part, Class<T> kind) {
        Optional<Node> parent = part.getParentNode();
        while (parent.filter(each -> !kind.isInstance(each)).isPresent()) {
            parent = parent.get().getParentNode();
        }
        return parent.map(kind::cast);
    }

    /** Returns a part as it is written. */
    String text(Node part) {
        return text.substring(from(part), to(part));
    }

    /** Returns the source with something else in a part's place. */
    Change replace(Node part, String instead) {
        return change(part, new Piece(from(part), to(part), instead));
    }

    /** Returns the source with two parts in each other's place. */
    Change swap(Node one, Node other) {
        return change(one, new Piece(from(one), to(one), text(other)), new Piece(from(other), to(other), text(one)));
    }

    /** Returns the source with something else in a part's place, and something new right before another part. */
    Change replace(Node part, String instead, Node later, String before) {
        return change(part, new Piece(from(part), to(part), instead), new Piece(from(later), from(later), before));
    }

    /** Returns the source without a statement, and without the lines that are empty then. */
    Change without(Statement statement) {
        return change(statement, lines(statement));
    }

    /** Returns the source with a statement of a block in a line of its own before another one. */
    Change before(Node next, String statement) {
        return change(next, new Piece(from(next), from(next), statement + "\n" + indent(next)));
    }

    /** Returns the source with a statement of a block in a line of its own after another one. */
    Change after(Node last, String statement) {
        return change(last, new Piece(to(last), to(last), "\n" + indent(last) + statement));
    }

    /** Returns the source with a statement moved to right before another one. */
    Change moveBefore(Statement moved, Node next) {
        return change(moved, lines(moved), new Piece(from(next), from(next), text(moved) + "\n" + indent(next)));
    }

    /** Returns the source with a statement moved to right after another one. */
    Change moveAfter(Statement moved, Node last) {
        return change(moved, lines(moved), new Piece(to(last), to(last), "\n" + indent(last) + text(moved)));
    }

    /** Returns the source with a statement at the end of a block. */
    Change atTheEnd(BlockStmt block, String statement) {
        List<Statement> statements = block.getStatements();
        return statements.isEmpty() ? change(block, new Piece(from(block) + 1, from(block) + 1, " " + statement))
                : after(statements.get(statements.size() - 1), statement);
    }

    private Change change(Node at, Piece... pieces) {
        StringBuilder changed = new StringBuilder(text);
        // from the last one on, so that the places of the others stay right
        Stream.of(pieces).sorted((one, other) -> Integer.compare(other.from(), one.from()))
                .forEach(piece -> changed.replace(piece.from(), piece.to(), piece.instead()));
        return new Change(at.getBegin().orElseThrow().line, changed.toString());
    }

    // the whole lines of a statement that has them to itself
    private Piece lines(Statement statement) {
        int from = from(statement);
        int to = to(statement);
        int lineStart = text.lastIndexOf('\n', from - 1) + 1;
        int lineEnd = text.indexOf('\n', to);
        boolean alone = lineEnd >= 0 && text.substring(lineStart, from).isBlank() && text.substring(to, lineEnd).isBlank();
        return alone ? new Piece(lineStart, lineEnd + 1, "") : new Piece(from, to, "");
    }

    /** Returns the blanks before a part that begins its line. */
    String indent(Node part) {
        return " ".repeat(part.getBegin().orElseThrow().column - 1);
    }

    private int from(Node part) {
        return index(part.getBegin().orElseThrow());
    }

    private int to(Node part) {
        return index(part.getEnd().orElseThrow()) + 1;
    }

    private int index(Position position) {
        return lineStarts.get(position.line - 1) + position.column - 1;
    }
}
