import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import ideas.models.decidable
import ideas.models.supportable
import intranet.accounts.models.user
import intranet.core.fields
import taggit.managers
from django.conf import settings
from django.db import migrations, models


# What most refusals say, to begin with; the community manager keeps the list from there.
REASONS = (
    ("exists", "It exists already", "Cela existe déjà"),
    ("cost", "It costs more than it brings", "Le coût dépasse le bénéfice"),
    ("law", "The law or a contract does not allow it", "La loi ou un contrat ne le permet pas"),
    ("safety", "It would be a risk for people or data", "Cela présenterait un risque pour les personnes ou les données"),
    ("elsewhere", "It is not ours to decide", "La décision ne nous appartient pas"),
    ("priority", "Other work comes first for now", "D’autres travaux passent avant pour l’instant"),
    ("values", "It does not fit the charter", "Cela ne correspond pas à la charte"),
    ("other", "Another reason", "Autre raison"),
)


def offer_reasons(apps, schema_editor):
    reasons = apps.get_model("ideas", "DeclineReason").objects
    for order, (slug, english, french) in enumerate(REASONS, start=1):
        reasons.get_or_create(slug=slug, defaults={"label_en": english, "label_fr": french, "order": order * 10})


def make_open_box(apps, schema_editor):
    """The always-open box is there, and seen, from the start."""
    now = django.utils.timezone.now()
    apps.get_model("ideas", "Campaign").objects.create(slug="open-box", created_at=now, published_at=now)


class Migration(migrations.Migration):
    """What the five steps make that it replaces, in one: a new site is there sooner."""

    replaces = [('ideas', '0001_ideas'), ('ideas', '0002_open_box'), ('ideas', '0003_author_may_be_unknown'), ('ideas', '0004_life_and_campaigns'), ('ideas', '0005_what_was_there')]

    initial = True

    dependencies = [
        ('accounts', '0002_roles'),
        ('accounts', '0003_alter_user_username'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('contenttypes', '0002_remove_content_type_name'),
        ('discussions', '0002_rooms_threads_posts'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportedSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=255, unique=True)),
                ('target_id', models.BigIntegerField()),
                ('target_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype')),
            ],
        ),
        migrations.CreateModel(
            name='DeclineReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='key')),
                ('label_en', models.CharField(max_length=120, verbose_name='in English')),
                ('label_fr', models.CharField(max_length=120, verbose_name='in French')),
                ('order', models.PositiveSmallIntegerField(default=100, verbose_name='order')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'verbose_name': 'reason to decline',
                'verbose_name_plural': 'reasons to decline',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='address')),
                ('title', models.CharField(blank=True, max_length=160, verbose_name='title')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('about', intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='about')),
                ('answer_days', models.PositiveSmallIntegerField(default=30, verbose_name='days to answer an idea')),
                ('audience', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.audience')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('image', models.CharField(blank=True, max_length=64, verbose_name='image')),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=5, verbose_name='language')),
                ('method', models.CharField(choices=[('support', 'Support: one each'), ('tokens', 'Tokens: a number of them for each person'), ('budget', 'Budget: ideas with a cost share a total'), ('pairwise', 'Duels: two ideas at a time')], default='support', max_length=20, verbose_name='way of voting')),
                ('only_participants_see', models.BooleanField(default=False, verbose_name='only participants see it')),
                ('participants', models.ManyToManyField(blank=True, related_name='campaigns', to='accounts.department', verbose_name='participants')),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('remind_days', models.PositiveSmallIntegerField(default=3, verbose_name='days before a close to remind')),
                ('rules', intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='rules')),
                ('schedule', models.JSONField(default=list, editable=False)),
                ('settings', models.JSONField(blank=True, default=dict, verbose_name='voting rules')),
                ('sponsor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sponsor')),
                ('taking_part', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.audience')),
                ('tally_hidden_until', models.DateTimeField(editable=False, null=True)),
                ('theme', models.CharField(blank=True, max_length=200, verbose_name='theme')),
                ('time_zone', models.CharField(default='Europe/Paris', max_length=64, validators=[intranet.accounts.models.user.validate_time_zone], verbose_name='time zone')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('voting_halted_at', models.DateTimeField(editable=False, null=True)),
                ('ended_why', models.TextField(blank=True, editable=False)),
                ('fields', models.JSONField(blank=True, default=list, editable=False)),
            ],
            options={
                'verbose_name': 'campaign',
                'verbose_name_plural': 'campaigns',
            },
        ),
        migrations.CreateModel(
            name='Rulebook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('rules', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(null=True)),
                ('why', models.TextField(blank=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rulebooks', to='ideas.campaign')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'rulebook',
                'verbose_name_plural': 'rulebooks',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'number'), name='ideas_rulebook_once')],
            },
        ),
        migrations.CreateModel(
            name='Elector',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rulebook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='electors', to='ideas.rulebook')),
            ],
            options={
                'verbose_name': 'elector',
                'verbose_name_plural': 'electors',
                'constraints': [models.UniqueConstraint(fields=('rulebook', 'user'), name='ideas_elector_once')],
            },
        ),
        migrations.CreateModel(
            name='Phase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=80, verbose_name='title')),
                ('opens_at', models.DateTimeField(verbose_name='opens')),
                ('closes_at', models.DateTimeField(blank=True, null=True, verbose_name='closes')),
                ('acts', models.JSONField(default=list, verbose_name='what is open')),
                ('opened_at', models.DateTimeField(editable=False, null=True)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('reminded_at', models.DateTimeField(editable=False, null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='ideas.campaign')),
            ],
            options={
                'verbose_name': 'phase',
                'verbose_name_plural': 'phases',
                'ordering': ['opens_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('opened_at', None)), fields=['opens_at'], name='ideas_phase_to_open'), models.Index(condition=models.Q(('closed_at', None)), fields=['closes_at'], name='ideas_phase_to_close')],
            },
        ),
        migrations.CreateModel(
            name='Idea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=5, verbose_name='language')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('edited_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='edited')),
                ('is_hidden', models.BooleanField(default=False, editable=False, verbose_name='hidden')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('slug', models.SlugField(editable=False, max_length=80)),
                ('problem', intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='the problem')),
                ('proposal', intranet.core.fields.RichTextField(profile='article', verbose_name='the proposal')),
                ('benefit', intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='expected benefit')),
                ('summary', models.CharField(blank=True, editable=False, max_length=300)),
                ('words', models.TextField(blank=True, editable=False)),
                ('status', models.CharField(choices=[('submitted', 'Submitted'), ('under_review', 'Under review'), ('needs_more', 'More asked'), ('planned', 'Planned'), ('pilot', 'Being tried'), ('in_progress', 'In progress'), ('done', 'Done'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('merged', 'Merged'), ('split', 'Split')], default='submitted', editable=False, max_length=20, verbose_name='status')),
                ('author_has_news', models.BooleanField(default=False, editable=False)),
                ('support_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='supports')),
                ('imported_support_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='supports before import')),
                ('imported_author', models.CharField(blank=True, editable=False, max_length=120, verbose_name='author before import')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('audience', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.audience', verbose_name='audience')),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('campaign', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='ideas.campaign', verbose_name='campaign')),
                ('departments', models.ManyToManyField(blank=True, related_name='ideas', to='accounts.department', verbose_name='departments concerned')),
                ('discussion', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='discussions.discussion')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('amends', models.CharField(blank=True, db_index=True, editable=False, max_length=120)),
                ('answer_due_at', models.DateTimeField(blank=True, db_index=True, editable=False, null=True)),
                ('answer_overdue_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('answer_owner', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('answer_reminded_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('answers', models.JSONField(blank=True, default=dict, editable=False)),
                ('author_ids', models.JSONField(blank=True, default=list, editable=False)),
                ('cost', models.PositiveBigIntegerField(blank=True, editable=False, null=True, verbose_name='cost')),
                ('merged_into', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged_here', to='ideas.idea')),
                ('parts', models.JSONField(blank=True, default=dict, editable=False)),
                ('split_from', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='split_out', to='ideas.idea')),
            ],
            options={
                'verbose_name': 'idea',
                'verbose_name_plural': 'ideas',
                'permissions': [('decide_idea', 'Can change the status of ideas and answer them officially')],
                'indexes': [models.Index(fields=['-created_at', '-id'], name='ideas_newest'), models.Index(models.OrderBy(django.db.models.expressions.CombinedExpression(models.F('support_count'), '+', models.F('imported_support_count')), descending=True), models.OrderBy(models.F('id'), descending=True), name='ideas_supported'), models.Index(fields=['status', '-created_at'], name='ideas_status'), models.Index(fields=['author', '-created_at'], name='ideas_author')],
            },
            bases=(ideas.models.supportable.Supportable, ideas.models.decidable.Decidable, models.Model),
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(blank=True, max_length=60)),
                ('from_status', models.CharField(choices=[('submitted', 'Submitted'), ('under_review', 'Under review'), ('needs_more', 'More asked'), ('planned', 'Planned'), ('pilot', 'Being tried'), ('in_progress', 'In progress'), ('done', 'Done'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('merged', 'Merged'), ('split', 'Split')], max_length=20)),
                ('to_status', models.CharField(choices=[('submitted', 'Submitted'), ('under_review', 'Under review'), ('needs_more', 'More asked'), ('planned', 'Planned'), ('pilot', 'Being tried'), ('in_progress', 'In progress'), ('done', 'Done'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('merged', 'Merged'), ('split', 'Split')], max_length=20)),
                ('answer', intranet.core.fields.RichTextField(blank=True, profile='post', verbose_name='official answer')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='ideas.idea')),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('kind', models.CharField(choices=[('decision', 'Decision'), ('appeal', 'Answer to an appeal'), ('author', 'Step of the author'), ('merge', 'Merging')], default='decision', max_length=20)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.declinereason', verbose_name='reason')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('from_status', 'declined'), ('kind', 'author')), fields=('idea',), name='ideas_one_appeal')],
            },
        ),
        migrations.CreateModel(
            name='IdeaRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('title', models.CharField(max_length=160)),
                ('problem', intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='the problem')),
                ('proposal', intranet.core.fields.RichTextField(profile='article', verbose_name='the proposal')),
                ('benefit', intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='expected benefit')),
                ('departments', models.JSONField(default=list)),
                ('tags', models.JSONField(default=list)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='ideas.idea')),
                ('answers', models.JSONField(default=dict)),
                ('cost', models.PositiveBigIntegerField(null=True)),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('idea', 'number'), name='ideas_revision_once')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='ideas.idea')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('via', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ideas.idea')),
            ],
            options={
                'verbose_name': 'support',
                'verbose_name_plural': 'supports',
                'constraints': [models.UniqueConstraint(fields=('idea', 'user'), name='ideas_support_once')],
            },
        ),
        migrations.CreateModel(
            name='SupportEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('change', models.SmallIntegerField(choices=[(1, 'given'), (-1, 'withdrawn')])),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='support_events', to='ideas.idea')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('moved', models.BooleanField(db_default=False, default=False)),
            ],
            options={
                'verbose_name': 'support event',
                'verbose_name_plural': 'support events',
            },
        ),
        migrations.CreateModel(
            name='CoAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='co_author_rows', to='ideas.idea')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='co_authored', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'co-author',
                'verbose_name_plural': 'co-authors',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('idea', 'user'), name='ideas_coauthor_once')],
            },
        ),
        migrations.AddField(
            model_name='Campaign',
            name='rulebook',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ideas.rulebook'),
        ),
        migrations.AddField(
            model_name='Idea',
            name='last_decision',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ideas.decision'),
        ),
        migrations.AddField(
            model_name='Idea',
            name='official_answer',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ideas.decision'),
        ),
        migrations.AddField(
            model_name='Idea',
            name='co_authors',
            field=models.ManyToManyField(blank=True, editable=False, related_name='+', through='ideas.CoAuthor', through_fields=('idea', 'user'), to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(offer_reasons, migrations.RunPython.noop),
        migrations.RunPython(make_open_box, migrations.RunPython.noop),
    ]
