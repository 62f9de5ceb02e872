import django.db.models.deletion
import django.utils.timezone
import intranet.core.fields
import knowledge.models.placing
import modelcluster.contrib.taggit
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0002_roles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('discussions', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='KnowledgeIndex',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'knowledge base',
            },
            bases=(knowledge.models.placing.Placed, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='SpacePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('description', models.TextField(blank=True, max_length=600, verbose_name='description')),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=5, verbose_name='usual language')),
                ('article_order', models.CharField(choices=[('title', 'By title'), ('tree', 'In reading order'), ('recent', 'Latest first')], default='title', max_length=8, verbose_name='order of the articles')),
                ('source_key', models.CharField(blank=True, editable=False, max_length=255, null=True, unique=True)),
                ('audience', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.audience')),
                ('departments', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Leave empty to open the space to everyone. People of these departments, and of those under them, see it.', related_name='+', to='accounts.department', verbose_name='departments')),
            ],
            options={
                'verbose_name': 'space',
                'verbose_name_plural': 'spaces',
                'permissions': [('manage_knowledge', "Can manage spaces and everybody's drafts")],
            },
            bases=(knowledge.models.placing.Placed, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='ArticlePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('language', models.CharField(choices=[('fr', 'French'), ('en', 'English')], default='fr', max_length=5, verbose_name='language')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('edited_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='edited')),
                ('is_hidden', models.BooleanField(default=False, editable=False, verbose_name='hidden')),
                ('body', intranet.core.fields.RichTextField(blank=True, profile='article', verbose_name='text')),
                ('summary', models.CharField(blank=True, help_text='One or two sentences, shown in lists and in search.', max_length=300, verbose_name='summary')),
                ('title_folded', models.CharField(blank=True, db_index=True, editable=False, max_length=600)),
                ('headings', models.JSONField(blank=True, default=list, editable=False)),
                ('word_count', models.PositiveIntegerField(default=0, editable=False)),
                ('source_key', models.CharField(blank=True, editable=False, max_length=255, null=True, unique=True)),
                ('audience', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.audience', verbose_name='audience')),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author')),
                ('discussion', models.OneToOneField(blank=True, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='discussions.discussion')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'indexes': [models.Index(fields=['audience', 'is_hidden'], name='article_audience')],
            },
            bases=(knowledge.models.placing.Placed, 'wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='ArticleTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_object', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='tagged_items', to='knowledge.articlepage')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s_items', to='taggit.tag')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='ArticlePage',
            name='tags',
            field=modelcluster.contrib.taggit.ClusterTaggableManager(blank=True, help_text='A comma-separated list of tags.', through='knowledge.ArticleTag', to='taggit.Tag', verbose_name='tags'),
        ),
    ]
