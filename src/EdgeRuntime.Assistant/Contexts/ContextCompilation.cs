using EdgeRuntime.Assistant.Contexts.Graphs;
using EdgeRuntime.Assistant.Contexts.Numbers;
using EdgeRuntime.Assistant.Contexts.Reading;
using EdgeRuntime.Assistant.Contexts.Templates;
using EdgeRuntime.Assistant.Contexts.Text;

namespace EdgeRuntime.Assistant.Contexts;

/// <summary>One compilation: checks every block of sentences, writes them into one graph, and says what was left out.</summary>
internal sealed class ContextCompilation
{
    private readonly ContextDefinition _definition;
    private readonly DynamicLists _dynamicLists;
    private readonly ContextCompilerOptions _options;
    private readonly TemplateCache _templates = new();
    private readonly ActionTable _actions = new();
    private readonly Phrases _phrases;
    private readonly ContextScope _fileScope;
    private readonly List<WordArc> _starts = [];
    private readonly NameFinder _fileNames;
    private TemplateCompiler? _plainCompiler; // once sentences are compiled
    private IReadOnlyList<TemplateNode> _skipWords = [];

    public ContextCompilation(ContextDefinition definition, DynamicLists dynamicLists, ContextCompilerOptions options)
    {
        _definition = definition;
        _dynamicLists = dynamicLists;
        _options = options;
        // Blanks and parts of words take more nodes than whole words do; the limit that counts is the one on the result.
        _phrases = new Phrases(new ArcStore(3 * options.MaxNodes, 3 * options.MaxArcs, options.MaxWork));
        _fileScope = new ContextScope(definition, dynamicLists, _templates, null);
        _fileNames = new NameFinder(_fileScope);
    }

    public Outcome<WordGraph> Run()
    {
        if (CheckFile() is { } failure)
        {
            return failure;
        }

        _skipWords = _definition.SkipWords.Select(_templates.Parsed).ToArray();
        return CompileIntents() is { } broken ? broken : Finish();
    }

    private Failure? CheckFile()
    {
        var fileChecker = new ReferenceChecker(_fileScope);
        foreach (var block in _definition.Intents.SelectMany(intent => intent.Blocks))
        {
            var checker = block is { Lists.Count: 0, Rules.Count: 0 } ? fileChecker : new ReferenceChecker(ScopeOf(block));
            foreach (var sentence in block.Sentences)
            {
                if (checker.Check(sentence) is { } failure)
                {
                    return failure;
                }
            }
        }

        return CheckSkipWords(fileChecker) ?? CheckUnusedRules(fileChecker) ?? CheckRanges();
    }

    private Failure? CheckSkipWords(ReferenceChecker checker) =>
        _definition.SkipWords.Select(checker.Check).FirstOrDefault(failure => failure is not null);

    // A rule that no sentence uses may name what is not there; one that needs itself is broken all the same.
    private Failure? CheckUnusedRules(ReferenceChecker checker)
    {
        foreach (var rule in _definition.Rules.Values)
        {
            var failure = checker.Check(rule);
            if (failure is { Code: "context-unknown-list" or "context-unknown-rule" })
            {
                Warn("rule-incomplete", failure.Message, new SourceMark(_definition.Name, failure.Line, failure.Column));
            }
            else if (failure is not null)
            {
                return failure;
            }
        }

        return null;
    }

    private Failure? CheckRanges()
    {
        var lists = _definition.Lists.Values.Concat(
            _definition.Intents.SelectMany(intent => intent.Blocks).SelectMany(block => block.Lists.Values));
        var wide = lists.FirstOrDefault(list => list.Range.Step > 1 && list.Range.To - list.Range.From > NumberGrammar.WidestStepped);
        return wide is null ? null : ContextFailure.At(
            wide.Mark, "context-range-too-wide",
            $"The range {{{wide.Name}}} has steps over more than {NumberGrammar.WidestStepped:N0} numbers.",
            "Use step 1, or narrower bounds.");
    }

    // From the last intent to the first: earlier intents get lower node numbers, and so win a tie;
    // and before all others those that say a name, for what the wearer calls one thing wins against what is said of many.
    private Failure? CompileIntents()
    {
        WarnExcluded();
        _plainCompiler = CompilerFor(_fileScope, null);
        bool?[] passes = NamesAreSaid() ? [false, true] : [null];
        foreach (var saysName in passes)
        {
            foreach (var intent in _definition.Intents.Reverse())
            {
                foreach (var block in intent.Blocks.Where(IsSaid).Reverse())
                {
                    if (!AddBlock(intent, block, saysName))
                    {
                        return TooDeep(block);
                    }
                }
            }
        }

        return null;
    }

    private static Failure TooDeep(SentenceBlock block) => ContextFailure.At(
        block.Mark, "context-too-deep", "Rules and brackets are nested too deep here.", "Use fewer rules inside rules.");

    private TemplateCompiler CompilerFor(ContextScope scope, SentenceBlock? block) => new(_phrases, _actions, scope, block, _skipWords);

    private void WarnExcluded()
    {
        foreach (var intent in _definition.Intents)
        {
            foreach (var block in intent.Blocks.Where(IsExcluded))
            {
                Warn("block-excluded", $"Sentences of {intent.Name} are left out here: `excludes_context` holds.", block.Mark);
            }
        }
    }

    private bool NamesAreSaid() => _definition.Intents.SelectMany(intent => intent.Blocks).Where(IsSaid).Any(block =>
    {
        var names = NamesIn(block);
        return block.Sentences.Any(sentence => names.Says(_templates.Parsed(sentence)));
    });

    /// <summary>Adds the sentences of a block, or those of them that say a name or do not; false where they are nested too deep.</summary>
    private bool AddBlock(IntentDefinition intent, SentenceBlock block, bool? saysName)
    {
        var names = NamesIn(block);
        TemplateSource[] sentences =
        [
            .. block.Sentences.Where(sentence => saysName is null || names.Says(_templates.Parsed(sentence)) == saysName),
        ];
        if (sentences.Length == 0)
        {
            return true;
        }

        var end = _phrases.Store.Node(WordGraph.Epsilon, _actions.IndexOf(EndOf(intent, block)), 0);
        var scope = IsPlain(block) ? _fileScope : ScopeOf(block);
        var compiler = IsPlain(block) ? _plainCompiler! : CompilerFor(scope, block);
        RequirementRewriter[] demands =
        [
            .. MissingSurroundings(block).Select(demand => new RequirementRewriter(scope, demand, _phrases.Store)),
        ];
        foreach (var sentence in sentences.AsEnumerable().Reverse())
        {
            var narrowed = demands.Aggregate(
                (TemplateNode?)_templates.Parsed(sentence), (template, demand) => template is null ? null : demand.Narrow(template));
            var node = narrowed is null ? ArcStore.Dead : compiler.Sentence(narrowed, end);
            if (compiler.IsTooDeep || demands.Any(demand => demand.IsTooDeep))
            {
                return false;
            }

            AddSentence(intent, sentence, node);
        }

        return true;
    }

    private void AddSentence(IntentDefinition intent, TemplateSource sentence, int node)
    {
        if (node == ArcStore.Dead && !_phrases.Store.IsFull)
        {
            Warn(
                "sentence-unreachable",
                $"This sentence of {intent.Name} cannot be said: a list in it is empty, or `requires_context` is not met.",
                sentence.Mark);
        }

        _phrases.Store.AddWays(_starts, node);
    }

    private NameFinder NamesIn(SentenceBlock block) => block.Rules.Count == 0 ? _fileNames : new NameFinder(ScopeOf(block));

    private bool IsSaid(SentenceBlock block) => !IsExcluded(block) && !IsAnswerUnasked(block);

    private bool IsExcluded(SentenceBlock block) => block.Excludes.Any(IsMet);

    /// <summary>Conditions that the surroundings leave to the entries of lists.</summary>
    private IEnumerable<ContextCondition> MissingSurroundings(SentenceBlock block) => block.Requires.Where(condition => !IsMet(condition));

    private bool IsAnswerUnasked(SentenceBlock block) =>
        block.Requires.Any(condition => condition.Key == ContextCompilerOptions.QuestionKey && !IsMet(condition));

    private bool IsMet(ContextCondition condition) =>
        _options.Surroundings.TryGetValue(condition.Key, out var value) && condition.Accepts(value);

    private GraphAction EndOf(IntentDefinition intent, SentenceBlock block)
    {
        var slots = new Dictionary<string, SlotValue>(block.Slots, StringComparer.Ordinal);
        foreach (var condition in block.Requires.Where(condition => condition.Slot is not null && IsMet(condition)))
        {
            slots.TryAdd(condition.Slot!, SlotValue.Create(SlotKind.List, _options.Surroundings[condition.Key]));
        }

        return new GraphAction(GraphActionKind.IntentEnd, intent.Name) { FixedSlots = slots };
    }

    private Outcome<WordGraph> Finish()
    {
        foreach (var list in _fileScope.AssumedLists)
        {
            Warn(
                "list-assumed",
                $"The list {{{list}}} is not defined here; it is one that Home Assistant fills, and stays empty until it is given.",
                new SourceMark(_definition.Name, 0, 0));
        }

        _starts.Reverse();
        var start = _phrases.Store.Node(_starts);
        if (_phrases.Store.IsFull)
        {
            return TooLarge();
        }

        var target = new ArcStore(_options.MaxNodes, _options.MaxArcs, _options.MaxWork);
        var assembler = new WordAssembler(_phrases, _actions.Actions, target, _options.MaxWords);
        if (assembler.Assemble(start) is { } graph)
        {
            WarnUnreachable(graph);
            return graph;
        }

        return assembler.HasTooManyWords ? TooManyWords()
            : target.IsFull ? TooLarge() : assembler.IsTooLong ? WordTooLong() : NothingToSay();
    }

    private void WarnUnreachable(WordGraph graph)
    {
        var reached = graph.Actions.Where(action => action.Kind == GraphActionKind.IntentEnd)
            .Select(action => action.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var intent in _definition.Intents.Where(intent => !reached.Contains(intent.Name) && !intent.Blocks.All(IsAnswerUnasked)))
        {
            Warn("intent-unreachable", $"No sentence of {intent.Name} can be said.", intent.Mark);
        }
    }

    private Failure TooLarge() => ContextFailure.At(
        new SourceMark(_definition.Name, 0, 0),
        "context-too-large",
        $"The context needs more than {_options.MaxNodes:N0} nodes, {_options.MaxArcs:N0} arcs or {_options.MaxWork:N0} steps to compile.",
        "Put repeated alternatives into one rule or list, and shorten the longest list; it is the number of different words that counts, "
        + "not of sentences.");

    private Failure TooManyWords() => ContextFailure.At(
        new SourceMark(_definition.Name, 0, 0),
        "context-too-many-words",
        $"The context says more than {_options.MaxWords:N0} different words.",
        "Shorten its longest list; free words are a list with `wildcard: true`.");

    private Failure WordTooLong() => ContextFailure.At(
        new SourceMark(_definition.Name, 0, 0), "context-word-too-long",
        "A word is too long, or put together from too many parts without a blank between them.",
        "Put blanks between the words and brackets of the template.");

    private Failure NothingToSay() => ContextFailure.At(
        new SourceMark(_definition.Name, 0, 0), "context-nothing-to-say", "No sentence of the context can be said.",
        "Give at least one sentence whose lists have entries.");

    private ContextScope ScopeOf(SentenceBlock block) => new(_definition, _dynamicLists, _templates, block);

    private static bool IsPlain(SentenceBlock block) =>
        block.Lists.Count == 0 && block.Rules.Count == 0 && block.Requires.Count == 0 && block.Excludes.Count == 0;

    private void Warn(string code, string message, SourceMark mark) => _options.Warnings?.Add(new ContextWarning(code, message, mark));
}
