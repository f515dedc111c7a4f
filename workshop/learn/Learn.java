package workshop.learn;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import workshop.process.CtrlC;
import workshop.script.ScriptException;
import workshop.verdict.Course;
import workshop.verdict.FactResult;
import workshop.verdict.Lesson;
import workshop.verdict.Style;
import workshop.verdict.Verdict;

/** The session that a learner leaves open: each save is judged, and keys lead through the course. */
public final class Learn {

    private static final Charset LETTERS = Letters.ofTerminal();

    private final Course course;
    private final BlockingQueue<Event> news = new LinkedBlockingQueue<>();
    private final Progress progress;
    private final ByHand byHand;
    private final LatestSave saves;
    private final SessionClusters clusters;
    private final boolean colour;
    private Screen screen;
    private SavedFile file;

    private enum Mode { LESSON, LIST, SOLUTION, TEXT, OUTPUT }

    private final Viewport viewport = new Viewport();
    private final Map<Lesson, RunSettings> runSettings = new HashMap<>();

    private Mode mode = Mode.LESSON;
    private Lesson lesson;
    private Lesson marked;
    private List<FactResult> facts = new ArrayList<>();
    private Optional<Verdict> verdict = Optional.empty();
    private boolean judging;
    private boolean waiting;
    private int hints;
    private boolean solutionAsked;
    private String end = "";
    private String note = "";

    /**
     * Prepares a session.
     *
     * @param clusters what to judge on; the first brokers begin to start now
     * @param colour   whether the learner wants colour, where the terminal has it
     */
    public Learn(Course course, SessionClusters clusters, boolean colour) {
        this.course = course;
        this.clusters = clusters;
        this.colour = colour;
        this.progress = new Progress(course);
        this.byHand = new ByHand(course.root());
        this.saves = new LatestSave(clusters::now, news);
        clusters.begin(news::add);
    }

    /**
     * Runs the session at the terminal of this process, until the learner quits or nothing more can be done.
     *
     * @return why nothing more can be done; empty where the learner has quit
     * @throws IOException where a file of the workshop cannot be read, or there is no terminal
     */
    public String run() throws IOException, InterruptedException {
        try (Screen opened = new Screen(news); SavedFile watched = new SavedFile(() -> news.add(new Event.Saved()))) {
            screen = opened;
            file = watched;
            open(Overview.of(course).next().orElse(course.lessons().get(0)));
            saves.warmUp(lesson);
            while (true) {
                show();
                Event event = news.take();
                if (event instanceof Event.Over over) {
                    return over.message();
                }
                if (!handle(event)) {
                    return "";
                }
            }
        } finally {
            saves.close();
        }
    }

    private void open(Lesson opened) {
        saves.stop();
        lesson = opened;
        facts = new ArrayList<>();
        verdict = Optional.empty();
        judging = false;
        hints = 0;
        solutionAsked = false;
        note = "";
        show(Mode.LESSON);
        file.watch(lesson.script());
    }

    private boolean handle(Event event) throws IOException, InterruptedException {
        if (event instanceof Event.Typed typed) {
            if (typed.key() == 'q' || typed.key() == Keys.CTRL_C) {
                return false;
            }
            if (typed.key() == Keys.CTRL_Z) {
                suspend();
            } else {
                typed(typed.key());
            }
            screen.wantKey();
        }
        if (event instanceof Event.Saved) {
            note = "";
            show(Mode.LESSON);
            judge();
        } else if (event instanceof Event.BrokersEnded) {
            note = "The brokers have ended. Others start in their place; what was on their topics is gone.";
            saves.restart();
            // what they left without a verdict has one on the others
            judging |= verdict.filter(last -> last.result() == Verdict.Result.SICK).isPresent();
            judgeAgain();
        } else if (event instanceof Event.Continued) {
            judgeAgain();
        } else if (event instanceof Event.Established established && established.save() == saves.latest()) {
            facts.add(established.fact());
        } else if (event instanceof Event.Waiting waits && waits.save() == saves.latest()) {
            waiting = true;
        } else if (event instanceof Event.Started started && started.save() == saves.latest()) {
            waiting = false;
        } else if (event instanceof Event.Again again && again.save() == saves.latest()) {
            facts = new ArrayList<>();
        } else if (event instanceof Event.Judged judged && judged.save() == saves.latest()) {
            verdict = Optional.of(judged.verdict());
            judging = false;
            viewport.reset();
            clusters.judged();
            progress.note(judged.verdict());
        }
        return true;
    }

    private void judge() {
        facts = new ArrayList<>();
        judging = true;
        waiting = false;
        saves.judge(lesson);
    }

    // what was being judged when it could not go on
    private void judgeAgain() {
        if (judging) {
            judge();
        }
    }

    private void suspend() throws InterruptedException {
        // a program would meet brokers that answer nothing while this process is stopped
        saves.stop();
        screen.suspend();
        mode = mode == Mode.OUTPUT ? Mode.LESSON : mode;
        judgeAgain();
    }

    private void typed(int key) throws IOException, InterruptedException {
        if (mode == Mode.OUTPUT) {
            show(Mode.LESSON);
        } else if (mode == Mode.LIST) {
            choose(key);
        } else if (!scrolled(key)) {
            if (mode == Mode.LESSON) {
                act(key);
            } else if (key == Keys.ESCAPE || key == (mode == Mode.TEXT ? 't' : 's')) {
                show(Mode.LESSON);
            }
        }
    }

    private boolean scrolled(int key) {
        switch (key) {
            case Keys.UP -> viewport.scroll(-1);
            case Keys.DOWN -> viewport.scroll(1);
            case Keys.PAGE_UP -> viewport.scrollPage(-1);
            case Keys.PAGE_DOWN -> viewport.scrollPage(1);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void show(Mode next) {
        mode = next;
        viewport.reset();
    }

    private void act(int key) throws IOException, InterruptedException {
        boolean again = solutionAsked;
        solutionAsked = false;
        note = "";
        switch (key) {
            case 'h' -> {
                hints = Math.min(Lesson.DEGREES, hints + 1);
                viewport.reset();
            }
            case 'n' -> next();
            case 't' -> show(Mode.TEXT);
            case 'l' -> {
                marked = lesson;
                show(Mode.LIST);
            }
            case 'r' -> {
                lend(this::runByHand);
                tellEnd();
            }
            case 'e' -> lend(() -> byHand.edit(lesson.script()));
            case 's' -> {
                boolean offered = again || Overview.of(course).isPassed(lesson);
                solutionAsked = !offered;
                note = offered ? "" : "You have not passed this lesson yet. To see the solution all the same, type s again.";
                if (offered) {
                    show(Mode.SOLUTION);
                }
            }
            default -> note = "";
        }
    }

    private void next() throws IOException {
        if (Overview.of(course).isPassed(lesson)) {
            Overview.of(course).next().ifPresentOrElse(this::open, () -> note = "You have passed them all.");
        }
    }

    private void choose(int key) {
        List<Lesson> all = course.lessons();
        int at = all.indexOf(marked);
        viewport.reset();
        switch (key) {
            case Keys.UP, 'k' -> marked = all.get(Math.max(0, at - 1));
            case Keys.DOWN, 'j' -> marked = all.get(Math.min(all.size() - 1, at + 1));
            case Keys.ENTER -> open(marked);
            case 'l', Keys.ESCAPE -> show(Mode.LESSON);
            default -> { }
        }
    }

    private void runByHand() throws IOException, InterruptedException {
        try {
            RunSettings settings = screen.ask(runSettings.getOrDefault(lesson, RunSettings.of(lesson)));
            runSettings.put(lesson, settings);
            screen.tell("To stop the program: Ctrl-C.");
            end = "The program ended with code " + byHand.run(lesson, settings, servers()) + ". ";
            mode = Mode.OUTPUT;
        } catch (ScriptException | IOException e) {
            note = e.getMessage();
        }
    }

    // once keys are taken again: Ctrl-C that comes before is the program's
    private void tellEnd() {
        if (mode == Mode.OUTPUT) {
            screen.tell(end + (screen.isCapable() ? "Any key goes back." : "Enter goes back."));
        }
    }

    private void lend(CtrlC.Work what) throws InterruptedException {
        try {
            screen.lend(what, saves::stop);
        } catch (IOException e) {
            note = e.getMessage();
        }
    }

    private void show() throws IOException {
        if (mode == Mode.OUTPUT) {
            return;
        }
        Style style = new Style(colour && screen.isCapable(), screen.columns());
        Pages pages = new Pages(Overview.of(course), style, !screen.isCapable());
        Page page = switch (mode) {
            case LIST -> pages.list(marked);
            case SOLUTION -> pages.solution(lesson, Difference.between(lesson.script(), lesson.solution()));
            case TEXT -> pages.text(lesson, LessonText.lines(Files.readString(lesson.readme()), style));
            default -> pages.lesson(new LessonState(lesson, facts, verdict, doing(), lesson.hints().subList(0, hints), brokers(),
                    note));
        };
        List<String> lines = screen.isCapable() ? viewport.lines(page, screen.rows(), style) : page.lines();
        screen.show(lines.stream().map(line -> Letters.in(LETTERS, line)).toList());
    }

    private String brokers() {
        return there().map(SessionCluster::description).orElse("");
    }

    private Optional<String> servers() {
        return there().map(now -> now.judge().cluster().bootstrapServers());
    }

    private Optional<SessionCluster> there() {
        CompletableFuture<SessionCluster> now = clusters.now();
        return now.isDone() && !now.isCompletedExceptionally() ? Optional.of(now.join()) : Optional.empty();
    }

    private String doing() {
        if (!clusters.now().isDone()) {
            return "three brokers are starting…";
        }
        return !judging ? "" : waiting ? "waiting for the playground, which judges something else…" : "judging…";
    }
}
